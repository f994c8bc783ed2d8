package classroom.infra.guard;

import classroom.infra.parts.Findings;
import classroom.template.assembly.Manifest;
import classroom.template.assembly.Manifest.Artifact;
import classroom.template.language.Texts;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awscdk.App;
import software.constructs.IConstruct;

/**
 * Knows which construct made which resource of the written templates, and which class of ours made the construct.
 *
 * <p>Source: the CDK's cloud-assembly-schema ({@code additionalMetadataFile}, {@code aws:cdk:logicalId}).
 */
final class Constructs {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST_VALUE = 200;

    private final App app;

    /** Paths of constructs, by {@code Stack/LogicalId}. */
    private final Map<String, String> paths = new HashMap<>();

    private final Set<String> stacks = new LinkedHashSet<>();

    /** Resources as they are written, by the path of their construct. */
    private final Map<String, JsonNode> resources = new HashMap<>();

    private Constructs(App app) {
        this.app = app;
    }

    /** Reads the app's assembly. */
    static Constructs read(App app) throws IOException {
        Constructs constructs = new Constructs(app);
        for (Artifact artifact :
                Manifest.read(Path.of(app.getOutdir())).artifacts().values()) {
            if (artifact.type().equals("aws:cloudformation:stack")) {
                constructs.add(artifact);
            }
        }
        return constructs;
    }

    private void add(Artifact stack) throws IOException {
        stacks.add(stack.stackName());
        Path file = stack.manifest()
                .resolveSibling(stack.written().path("additionalMetadataFile").asText());
        JsonNode template = stack.template().path("Resources");
        for (Map.Entry<String, JsonNode> construct :
                JSON.readTree(file.toFile()).properties()) {
            for (JsonNode entry : construct.getValue()) {
                if (entry.path("type").asText().equals("aws:cdk:logicalId")) {
                    String id = entry.path("data").asText();
                    String path = construct.getKey().substring(1);
                    paths.put(stack.stackName() + "/" + id, path);
                    resources.put(path, template.path(id));
                }
            }
        }
    }

    /**
     * Returns the path of the construct that made this.
     *
     * @param where as the cost guard says it, {@code Stack/LogicalId.Properties.Path}; of something else than a
     *     resource, the part before the first dot is returned
     */
    String path(String where) {
        String resource = where.replaceFirst("\\..*", "");
        return paths.getOrDefault(resource, resource);
    }

    /** Returns the type of the resource that a construct made, or nothing. */
    String type(String path) {
        return resources
                .getOrDefault(path, MissingNode.getInstance())
                .path("Type")
                .asText();
    }

    /** Returns the names of the stacks. */
    Set<String> stacks() {
        return stacks;
    }

    /** Returns a property of a construct's resource in words: {@code Runtime is java21}, {@code no RedrivePolicy}. */
    String property(String path, String name) {
        JsonNode value = resources
                .getOrDefault(path, MissingNode.getInstance())
                .path("Properties")
                .path(name);
        return value.isMissingNode() ? Texts.of("no %s", name) : words(name, value);
    }

    /**
     * Returns a value in a template in words, {@code RetentionInDays is 731}; or nothing if it is missing, long or
     * in the text.
     */
    String value(String where, String text) {
        int dot = where.indexOf('.');
        if (dot < 0) {
            return "";
        }
        String pointer = "/" + where.substring(dot + 1).replace('.', '/').replaceAll("\\[(\\d+)]", "/$1");
        JsonNode value =
                resources.getOrDefault(path(where), MissingNode.getInstance()).at(pointer);
        return value.isMissingNode() || text.contains(plain(value))
                ? ""
                : words(where.substring(where.lastIndexOf('.') + 1), value);
    }

    private static String words(String name, JsonNode value) {
        String text = plain(value);
        return text.length() > LONGEST_VALUE ? "" : Texts.of("%s is %s", name, text);
    }

    private static String plain(JsonNode value) {
        return value.isTextual() ? value.asText() : value.toString();
    }

    /**
     * Returns where one acknowledges a finding: in the innermost class of ours around the construct that is not one of
     * the parts, which others use as well.
     */
    Place place(String path) {
        List<String> ids = List.of(path.split("/"));
        IConstruct construct = app;
        String type = "";
        List<String> below = ids.subList(0, Math.min(2, ids.size()));
        for (int i = 0; i < ids.size(); i++) {
            construct = construct.getNode().findChild(ids.get(i));
            if (isOwn(construct.getClass())) {
                type = construct.getClass().getSimpleName();
                below = ids.subList(i + 1, Math.min(i + 2, ids.size()));
            }
        }
        StringBuilder expression = new StringBuilder(type.isEmpty() ? "app." : "");
        below.forEach(
                id -> expression.append("getNode().findChild(\"").append(id).append("\")."));
        return new Place(
                type.isEmpty()
                        ? Texts.of("To acknowledge it, where app is composed:")
                        : Texts.of("To acknowledge it, at the end of %s's constructor:", type),
                expression.isEmpty() ? "this" : expression.substring(0, expression.length() - 1));
    }

    private static boolean isOwn(Class<?> type) {
        return !type.getName().startsWith("software.") && !type.getPackage().equals(Findings.class.getPackage());
    }

    /**
     * Says where a line is to be written.
     *
     * @param where in words, the beginning of a sentence that the line ends
     * @param construct an expression for the construct, there
     */
    record Place(String where, String construct) {}
}
