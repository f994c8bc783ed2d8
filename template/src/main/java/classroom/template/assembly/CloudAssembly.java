package classroom.template.assembly;

import classroom.template.AwsEnvironment;
import classroom.template.assembly.Manifest.Artifact;
import classroom.template.language.Texts;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
        try {
            read(folder, environment, stacks, assets);
        } catch (IOException e) {
            throw new Unusable(e.getMessage());
        }
        if (stacks.isEmpty()) {
            throw new Unusable(Texts.of("%s names no stack: nothing can be deployed", Manifest.in(folder)));
        }
        return new CloudAssembly(List.copyOf(stacks), Map.copyOf(assets));
    }

    private static void read(
            Path folder, AwsEnvironment environment, List<StackArtifact> stacks, Map<String, Path> assets)
            throws IOException {
        Manifest manifest = Manifest.read(folder);
        checkVersion(manifest);
        for (Artifact artifact : manifest.inOrder()) {
            switch (artifact.type()) {
                case "aws:cloudformation:stack" ->
                    stacks.add(new StackArtifact(
                            artifact.stackName(),
                            artifact.template(),
                            texts(artifact.properties().path("parameters")),
                            texts(artifact.properties().path("tags"))));
                case "cdk:asset-manifest" -> readAssets(artifact, environment, assets);
                case "cdk:cloud-assembly" -> read(artifact.file("directoryName"), environment, stacks, assets);
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
    private static void checkVersion(Manifest manifest) {
        Matcher major = Pattern.compile("(\\d{1,9})\\..*").matcher(manifest.version());
        if (major.matches() && Integer.parseInt(major.group(1)) > NEWEST_SCHEMA) {
            throw new Unusable(Texts.of(
                    "%s has version %s of the cloud assembly's schema, and this class reads up to %d: synthesize with"
                            + " the aws-cdk-lib of its pom.xml, or take a newer class",
                    manifest.file(), manifest.version(), NEWEST_SCHEMA));
        }
    }

    private static void readAssets(Artifact artifact, AwsEnvironment environment, Map<String, Path> assets)
            throws IOException {
        Path file = artifact.file("file");
        artifact.assets().path("files").forEach(asset -> {
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

    private static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new LinkedHashMap<>();
        object.properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
        return texts;
    }
}
