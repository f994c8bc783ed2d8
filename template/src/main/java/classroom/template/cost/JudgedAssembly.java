package classroom.template.cost;

import classroom.template.Template;
import classroom.template.TemplateException;
import classroom.template.assembly.Manifest;
import classroom.template.assembly.Manifest.Artifact;
import classroom.template.language.Texts;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A cloud assembly as the CDK writes it: its templates, and what else in it makes a class cost or stay. A stack's
 * protection, for one, stands in the manifest and in no template. Anything in the manifest
 * that is not known here is refused.
 *
 * <p>Source: the CDK's cloud-assembly-schema ({@code AwsCloudFormationStackProperties}, {@code ArtifactType});
 * AWS CloudFormation User Guide, "Protect CloudFormation stacks from being deleted".
 *
 * @param files of the templates in the folder, by stack name, in the manifest's order
 * @param stacks the templates themselves
 * @param regions of the stacks, an empty one for those that leave it to the deployment; a stack that is the same in
 *     every region counts for none
 * @param violations what is refused whatever is consented to
 */
public record JudgedAssembly(
        Map<String, String> files, Map<String, Template> stacks, Set<String> regions, List<Violation> violations) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Neither these nor where they are kept make a class dearer or harder to delete. */
    private static final Set<String> HARMLESS = Set.of(
            "additionalDependencies",
            "assumeRoleAdditionalOptions",
            "assumeRoleArn",
            "assumeRoleExternalId",
            "bootstrapStackVersionSsmParameter",
            "cloudFormationExecutionRoleArn",
            "lookupRole",
            "requiresBootstrapStackVersion",
            "stackName",
            "stackTemplateAssetObjectUrl",
            "tags",
            "templateFile",
            "validateOnSynth");

    /** AWS Budgets and CloudFormation's own: no region's price or allowance. */
    private static final Set<String> REGIONLESS = Set.of("AWS::Budgets::Budget", "AWS::CDK::Metadata");

    private static final String BOOTSTRAP_BUCKET = "cdk-[a-z0-9]+-assets-.*";

    /**
     * Reads the folder.
     *
     * @throws classroom.template.assembly.CloudAssembly.Unusable if it is no assembly
     * @throws IOException if a file is missing or no JSON
     * @throws TemplateException naming the stack, if its template cannot be judged
     */
    public static JudgedAssembly read(Path folder) throws IOException {
        JudgedAssembly assembly =
                new JudgedAssembly(new LinkedHashMap<>(), new LinkedHashMap<>(), new TreeSet<>(), new ArrayList<>());
        for (Artifact artifact : Manifest.read(folder).artifacts().values()) {
            assembly.add(artifact);
        }
        if (assembly.regions.size() > 1) {
            assembly.unknown(
                    Texts.of("stacks in several regions"),
                    String.join(", ", assembly.stacks.keySet()),
                    Texts.of("give them one region, for each region has an allowance and prices of its own"));
        }
        return assembly;
    }

    /** Where its prices are from: its one region, or empty if that is left to the deployment. */
    public String region() {
        return regions.size() == 1 ? regions.iterator().next() : "";
    }

    /**
     * What {@code ./classroom cost} judges once there is no manifest any more: which templates, and what is refused.
     */
    public ObjectNode judged() {
        ObjectNode judged = JSON.createObjectNode();
        files.forEach(judged.putObject("templates")::put);
        judged.put("region", region());
        violations.forEach(violation -> judged.withArray("refused").add(violation.message()));
        return judged;
    }

    private void add(Artifact artifact) throws IOException {
        String id = artifact.id();
        switch (artifact.type()) {
            case "aws:cloudformation:stack" -> stack(artifact);
            case "cdk:asset-manifest" -> assets(id, artifact.assets());
            case "cdk:tree", "cdk:feature-flag-report", "none" -> {
                // Nothing that is deployed.
            }
            case "cdk:cloud-assembly" ->
                unknown(
                        Texts.of("a stage, which the guard does not read,"),
                        id,
                        Texts.of("add its stacks to the app itself"));
            default -> unknown(Texts.of("an artifact of type %s", artifact.type()), id, Texts.of("leave it out"));
        }
    }

    private void stack(Artifact artifact) throws IOException {
        String name = artifact.stackName();
        JsonNode properties = artifact.properties();
        if (files.putIfAbsent(name, properties.path("templateFile").asText()) != null) {
            unknown(
                    Texts.of("a second stack of the name %s", name),
                    artifact.id(),
                    Texts.of("give it a name of its own"));
            return;
        }
        try {
            stacks.put(name, Template.parse(artifact.template()));
        } catch (TemplateException e) {
            throw new TemplateException(name + ": " + e.getMessage());
        }
        for (Map.Entry<String, JsonNode> property : properties.properties()) {
            stackProperty(name, property.getKey(), property.getValue());
        }
        String region = artifact.written().path("environment").asText().replaceFirst(".*/", "");
        boolean regional = stacks.get(name).resources().values().stream()
                .anyMatch(resource -> !REGIONLESS.contains(resource.type()));
        if (regional) {
            regions.add(region.equals("unknown-region") ? "" : region);
        }
    }

    private void stackProperty(String stack, String name, JsonNode value) {
        boolean off = value.isContainerNode() ? value.isEmpty() : value.asText().equals("false");
        if (HARMLESS.contains(name) || off) {
            return;
        }
        if (name.equals("terminationProtection")) {
            violations.add(new Violation(
                    Violation.Kind.REMAINS,
                    Texts.of("termination protection of the stack"),
                    Texts.of("cdk destroy would fail and everything would stay"),
                    List.of(stack + ".terminationProtection"),
                    Texts.of("leave terminationProtection out")));
        } else {
            unknown(Texts.of("the stack's %s", name), stack + "." + name, Texts.of("leave it out"));
        }
    }

    private void assets(String id, JsonNode assets) {
        if (!assets.path("dockerImages").isEmpty()) {
            violations.add(new Violation(
                    Violation.Kind.PAID_FEATURE,
                    Texts.of("container images"),
                    Texts.of("their repository is charged per GB-month and keeps them after destroy (Amazon ECR"
                            + " pricing)"),
                    List.of(id + ".dockerImages"),
                    Texts.of("package functions as jars or zip files")));
        }
        for (JsonNode bucket : assets.path("files").findValues("bucketName")) {
            if (!bucket.asText().matches(BOOTSTRAP_BUCKET)) {
                unknown(
                        Texts.of("an asset in the bucket %s", bucket.asText()),
                        id + ".files",
                        Texts.of("publish it to the CDK bootstrap stack's bucket"));
            }
        }
    }

    private void unknown(String what, String where, String wayOut) {
        violations.add(new Violation(
                Violation.Kind.UNKNOWN,
                what,
                Texts.of("nobody can say what it costs or leaves"),
                List.of(where),
                wayOut));
    }
}
