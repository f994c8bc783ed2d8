package classroom.cli.review;

import classroom.cli.synth.Cdk;
import classroom.cli.synth.Home;
import classroom.cloud.host.Child;
import classroom.template.language.Texts;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The CDK CLI's own {@code diff} of two templates. The CLI gets an assembly with only the templates: a manifest that
 * someone else wrote could send it elsewhere. A function's new asset is left out: the report tells it once for all.
 */
final class CdkDiff {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Where the CDK notes the file of a function's code. */
    private static final String ASSET = "aws:asset:path";

    private final Home home;
    private final Path folder;

    /** @param folder a new folder */
    CdkDiff(Home home, Path folder) {
        this.home = home;
        this.folder = folder;
    }

    String of(Map<String, JsonNode> base, Map<String, JsonNode> changed) throws IOException {
        Map<String, JsonNode> head = new TreeMap<>(changed);
        head.replaceAll((stack, template) -> withAssetsOf(base.getOrDefault(stack, JSON.nullNode()), template));
        Path assembly = folder.resolve("assembly");
        Path before = folder.resolve("before");
        Templates.write(head, assembly);
        Templates.write(base, before);
        ObjectNode manifest = JsonNodeFactory.instance.objectNode().put("version", "36.0.0");
        ObjectNode artifacts = manifest.putObject("artifacts");
        for (String stack : head.keySet()) {
            artifacts
                    .putObject(stack)
                    .put("type", "aws:cloudformation:stack")
                    .put("environment", "aws://unknown-account/unknown-region")
                    .putObject("properties")
                    .put(
                            "templateFile",
                            assembly.relativize(Templates.file(assembly, stack)).toString());
        }
        JSON.writeValue(assembly.resolve("manifest.json").toFile(), manifest);
        List<String> said = new ArrayList<>();
        for (String stack : head.keySet()) {
            Path template = Templates.file(before, stack);
            if (!base.containsKey(stack)) {
                Files.writeString(template, "{}");
            }
            Child.Outcome outcome = new Cdk(home)
                    .run(List.of(
                            "diff",
                            stack,
                            "--exclusively",
                            "--app",
                            assembly.toString(),
                            "--template",
                            template.toString(),
                            "--method",
                            "template",
                            "--no-lookups",
                            "--no-notices",
                            "--no-color"));
            said.add(outcome.output());
        }
        base.keySet().stream()
                .filter(stack -> !head.containsKey(stack))
                .forEach(stack -> said.add(Texts.of("Stack %s is no longer in the app.", stack)));
        return String.join("\n\n", said);
    }

    /** Returns a template in which functions that both have are made of the other's assets. */
    static JsonNode withAssetsOf(JsonNode base, JsonNode head) {
        JsonNode copy = head.deepCopy();
        copy.path("Resources").properties().forEach(resource -> {
            JsonNode had = base.path("Resources").path(resource.getKey());
            put(
                    "S3Key",
                    had.path("Properties").path("Code"),
                    resource.getValue().path("Properties").path("Code"));
            put(ASSET, had.path("Metadata"), resource.getValue().path("Metadata"));
        });
        return copy;
    }

    private static void put(String member, JsonNode from, JsonNode to) {
        if (from.path(member).isTextual() && to.path(member).isTextual()) {
            ((ObjectNode) to).set(member, from.get(member));
        }
    }
}
