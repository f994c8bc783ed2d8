package classroom.cloud.cloudformation.engine;

import classroom.template.Template;
import classroom.template.TemplateException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;

/**
 * A template as the client sent it, which GetTemplate returns, and as it was parsed.
 *
 * @param body JSON or YAML
 */
public record Source(String body, Template template) {
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** What has no {@code Fn::} before it when it is written out. */
    private static final Set<String> OWN_NAMES = Set.of("Ref", "Condition");

    /** The tags that YAML itself defines; the others are CloudFormation's short forms, such as {@code !Ref}. */
    private static final String STANDARD_TAGS = "tag:yaml.org,2002:";

    /**
     * Reads a template.
     *
     * @throws TemplateException if it is neither JSON nor YAML, or no template
     */
    public static Source read(String body) {
        return new Source(body, Template.parse(tree(body)));
    }

    /** The template as data. */
    public JsonNode json() {
        return tree(body);
    }

    private static JsonNode tree(String body) {
        boolean json = body.stripLeading().startsWith("{");
        try {
            return json ? JSON.readTree(body) : yaml(body);
        } catch (JsonProcessingException e) {
            throw new TemplateException(
                    "Template format error: " + (json ? "JSON" : "YAML") + " not well-formed." + place(e));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** CloudFormation has read the character that it did not expect: it names the column after it. */
    private static String place(JsonProcessingException e) {
        if (e.getLocation() == null) {
            return "";
        }
        int column =
                e.getLocation().getColumnNr() + (e.getOriginalMessage().startsWith("Unexpected character (") ? 1 : 0);
        return " (line " + e.getLocation().getLineNr() + ", column " + column + ")";
    }

    static Source of(JsonNode template) {
        return new Source(template.toString(), Template.parse(template));
    }

    private static JsonNode yaml(String body) throws IOException {
        YAMLFactory yaml = new YAMLFactory();
        try (YAMLParser parser = yaml.createParser(body)) {
            while (parser.nextToken() != null) {
                if (parser.isCurrentAlias()) {
                    throw new TemplateException(
                            "Template error: YAML aliases are not allowed in CloudFormation templates");
                }
                Object tag = parser.getTypeId();
                if (tag != null && !tag.toString().startsWith(STANDARD_TAGS)) {
                    String whole = (OWN_NAMES.contains(tag.toString()) ? "" : "Fn::") + tag;
                    throw new TemplateException("Template format error: the short form !" + tag + " in line "
                            + parser.currentTokenLocation().getLineNr() + " is not supported here: write it out, as "
                            + whole + ":");
                }
            }
        }
        JsonNode root = new ObjectMapper(yaml)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .readTree(body);
        if (root == null || !root.isObject()) {
            throw new TemplateException("Template format error: unsupported structure.");
        }
        return root;
    }
}
