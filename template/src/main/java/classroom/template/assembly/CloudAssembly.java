package classroom.template.assembly;

import classroom.template.AwsEnvironment;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A cloud assembly: what {@code cdk synth} writes, usually the folder {@code cdk.out}.
 *
 * <p>Read are {@code manifest.json} with its stack artifacts, nested assemblies (stages), each stack's template file
 * and the asset manifests (CDK, "Cloud assembly schema").
 *
 * @param stacks the stacks, each after those that it depends on
 * @param assets the packaged files and folders by their environment, {@code BUCKET/KEY}
 */
public record CloudAssembly(List<StackArtifact> stacks, Map<String, Path> assets) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What the aws-cdk-lib of pom.xml writes; with a newer one, see what is new before this follows. */
    private static final int NEWEST_SCHEMA = 54;

    /**
     * One stack of an assembly.
     *
     * @param name the stack's name
     * @param template the template as JSON
     * @param parameters the values the app gives to template parameters
     * @param tags the stack's tags
     */
    public record StackArtifact(
            String name, JsonNode template, Map<String, String> parameters, Map<String, String> tags) {}

    /** The assembly cannot be used; the message names the file and what is wrong with it. */
    public static final class Unusable extends RuntimeException {
        Unusable(String message) {
            super(message, null, false, false);
        }
    }

    /**
     * Reads an assembly.
     *
     * @param environment what stands for {@code ${AWS::Region}} and {@code ${AWS::AccountId}} in the places of assets
     * @throws Unusable if the folder holds none, or one that cannot be read
     */
    public static CloudAssembly read(Path folder, AwsEnvironment environment) {
        List<StackArtifact> stacks = new ArrayList<>();
        Map<String, Path> assets = new LinkedHashMap<>();
        read(folder, environment, stacks, assets);
        if (stacks.isEmpty()) {
            throw new Unusable(folder.resolve("manifest.json") + " names no stack");
        }
        return new CloudAssembly(List.copyOf(stacks), Map.copyOf(assets));
    }

    private static void read(
            Path folder, AwsEnvironment environment, List<StackArtifact> stacks, Map<String, Path> assets) {
        Path file = folder.resolve("manifest.json");
        if (!Files.isRegularFile(file)) {
            throw new Unusable(folder + " is no cloud assembly: it has no manifest.json");
        }
        JsonNode manifest = json(file);
        checkVersion(file, manifest.path("version").asText());
        JsonNode artifacts = manifest.path("artifacts");
        for (String id : ordered(artifacts)) {
            JsonNode artifact = artifacts.path(id);
            JsonNode properties = artifact.path("properties");
            switch (artifact.path("type").asText()) {
                case "aws:cloudformation:stack" ->
                    stacks.add(new StackArtifact(
                            properties.path("stackName").asText(id),
                            json(folder.resolve(text(properties, "templateFile", file))),
                            texts(properties.path("parameters")),
                            texts(properties.path("tags"))));
                case "cdk:asset-manifest" ->
                    readAssets(folder.resolve(text(properties, "file", file)), environment, assets);
                case "cdk:cloud-assembly" ->
                    read(folder.resolve(text(properties, "directoryName", file)), environment, stacks, assets);
                default -> {
                    // The construct tree and feature flag report describe; they make nothing.
                }
            }
        }
    }

    /**
     * Each version of the schema says in its first number that there is something in it which older readers do not
     * know.
     */
    private static void checkVersion(Path file, String version) {
        Matcher major = Pattern.compile("(\\d{1,9})\\..*").matcher(version);
        if (major.matches() && Integer.parseInt(major.group(1)) > NEWEST_SCHEMA) {
            throw new Unusable(file + " has version " + version
                    + " of the cloud assembly's schema, and this class reads up to " + NEWEST_SCHEMA
                    + ": synthesize with the aws-cdk-lib of its pom.xml, or take a newer class");
        }
    }

    private static void readAssets(Path file, AwsEnvironment environment, Map<String, Path> assets) {
        json(file).path("files").forEach(asset -> {
            Path path = file.resolveSibling(asset.path("source").path("path").asText());
            asset.path("destinations").forEach(destination -> {
                String bucket = destination
                        .path("bucketName")
                        .asText()
                        .replace("${AWS::AccountId}", environment.account())
                        .replace("${AWS::Region}", environment.region())
                        .replace("${AWS::Partition}", "aws");
                assets.put(bucket + "/" + destination.path("objectKey").asText(), path);
            });
        });
    }

    /** The artifacts' ids, each after those it depends on. */
    private static Set<String> ordered(JsonNode artifacts) {
        Set<String> ordered = new LinkedHashSet<>();
        artifacts.fieldNames().forEachRemaining(id -> visit(id, artifacts, new LinkedHashSet<>(), ordered));
        return ordered;
    }

    private static void visit(String id, JsonNode artifacts, Set<String> path, Set<String> ordered) {
        if (ordered.contains(id) || !artifacts.has(id)) {
            return;
        }
        if (!path.add(id)) {
            throw new Unusable("The artifacts of the cloud assembly depend on each other in a circle: " + path);
        }
        artifacts.path(id).path("dependencies").forEach(other -> visit(other.asText(), artifacts, path, ordered));
        path.remove(id);
        ordered.add(id);
    }

    private static String text(JsonNode properties, String name, Path file) {
        if (!properties.path(name).isTextual()) {
            throw new Unusable(file + " lacks the property " + name + " of an artifact");
        }
        return properties.path(name).textValue();
    }

    private static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new LinkedHashMap<>();
        object.properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
        return texts;
    }

    private static JsonNode json(Path file) {
        try {
            return JSON.readTree(file.toFile());
        } catch (IOException e) {
            throw new Unusable(file + " cannot be read: "
                    + e.getMessage().lines().findFirst().orElse(""));
        }
    }
}
