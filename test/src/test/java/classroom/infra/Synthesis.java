package classroom.infra;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.Permission;
import classroom.infra.guard.Consent;
import classroom.infra.guard.Inspection;
import classroom.template.AwsEnvironment;
import classroom.template.Resolver;
import classroom.template.Resource;
import classroom.template.Scope;
import classroom.template.StackIdentity;
import classroom.template.Template;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;

/**
 * The class's stack, synthesized with the context of cdk.json as the CDK CLI does (a bare App would have other feature
 * flags) and read with every intrinsic function evaluated. There is one for each set of settings in a test run, because
 * each takes a second.
 */
public record Synthesis(Path assembly, JsonNode json, List<Resource> resources, Map<String, JsonNode> outputs) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path OUTPUT = Path.of("target", "synthesis").toAbsolutePath();
    private static final Map<Map<String, Object>, Synthesis> SYNTHESES = new ConcurrentHashMap<>();

    /** Without settings, as in the lessons. */
    public static Synthesis plain() {
        return of(Map.of());
    }

    static Synthesis of(Map<String, Object> settings) {
        return SYNTHESES.computeIfAbsent(settings, Synthesis::anew);
    }

    /** Any jar will do, and the real one may not have been packaged yet. Its bytes decide the asset's hash. */
    static Synthesis anew(Map<String, Object> settings) {
        try {
            Files.createDirectories(OUTPUT);
            // Another JVM of the tests, which writes its own, must not leave this one empty for a moment.
            Path folder = Files.createTempDirectory(OUTPUT, "functions");
            Path jar = Files.writeString(folder.resolve("functions.jar"), "not a jar");
            return read(assembly(settings, jar));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The folder of a new cloud assembly whose functions are this jar. */
    static Path assembly(Map<String, Object> settings, Path functions) {
        App app = app(settings, functions);
        inspect(app);
        return Path.of(app.getOutdir());
    }

    /** Synthesizes an app that may cost something; a finding of cdk-nag's fails the test. */
    static void inspect(App app) {
        Inspection.synthesize(app, new Consent(1, new BigDecimal("9999999"), Set.of(), false));
    }

    /** The app before its synthesis, which is to go to a new folder. */
    public static App app(Map<String, Object> settings, Path functions) {
        App app = bare(settings);
        ClassroomApp.compose(app, ClassroomApp.settings(app, functions));
        return app;
    }

    /** An app without stacks and rules, whose synthesis is to go to a new folder. */
    public static App bare(Map<String, Object> settings) {
        try {
            Files.createDirectories(OUTPUT);
            AppProps props = AppProps.builder()
                    .analyticsReporting(false)
                    .context(context(settings))
                    .outdir(Files.createTempDirectory(OUTPUT, "cdk.out").toString())
                    .build();
            return new App(props);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Those of a type, properties resolved; a copy, for others read them too. */
    public List<ObjectNode> properties(String type) {
        return resources.stream()
                .filter(resource -> resource.type().equals(type))
                .map(resource -> resource.properties().deepCopy())
                .toList();
    }

    /** The one whose property of this name has this value, properties resolved. */
    ObjectNode properties(String type, String property, String value) {
        return properties(type).stream()
                .filter(properties -> properties.path(property).asText().equals(value))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + type + " with " + property + " " + value));
    }

    /** Checks each of them, of which there must be some. A failure is that of the first and prints no other. */
    static <T> void every(List<T> all, Consumer<T> check) {
        assertThat(all.size()).isPositive();
        all.forEach(check);
    }

    /** The functions, properties resolved. */
    public List<ObjectNode> functions() {
        return properties("AWS::Lambda::Function");
    }

    /** The permissions of the functions' roles: one for each function, action and resource. */
    public List<Permission> permissions() {
        List<Permission> permissions = new ArrayList<>();
        for (ObjectNode function : functions()) {
            String name = function.path("FunctionName").asText();
            String role = function.path("Role").asText().substring("arn:aws:iam::ACCOUNT:role/".length());
            Resource made = resources.stream()
                    .filter(resource ->
                            resource.id().equals(role) && resource.type().equals("AWS::IAM::Role"))
                    .findFirst()
                    .orElseThrow();
            for (JsonNode policy : made.properties().path("Policies")) {
                for (JsonNode statement : policy.path("PolicyDocument").path("Statement")) {
                    assertThat(statement.path("Effect").asText()).isEqualTo("Allow");
                    for (String action : texts(statement.path("Action"))) {
                        for (String resource : texts(statement.path("Resource"))) {
                            permissions.add(new Permission(
                                    name, action, shortened(resource), conditions(statement.path("Condition"))));
                        }
                    }
                }
            }
        }
        return permissions;
    }

    private static List<String> conditions(JsonNode condition) {
        List<String> conditions = new ArrayList<>();
        condition
                .properties()
                .forEach(operator -> operator.getValue()
                        .properties()
                        .forEach(key -> conditions.add(operator.getKey() + " " + key.getKey() + " "
                                + String.join(" ", texts(key.getValue())))));
        return conditions;
    }

    private static String shortened(String arn) {
        return arn.replaceFirst("^arn:aws:(dynamodb|logs|sqs):REGION:ACCOUNT:", "");
    }

    /** The texts of an array, or the one text. */
    static List<String> texts(JsonNode node) {
        List<String> texts = new ArrayList<>();
        if (node.isArray()) {
            node.forEach(each -> texts.add(each.asText()));
        } else {
            texts.add(node.asText());
        }
        return texts;
    }

    private static Map<String, Object> context(Map<String, Object> settings) throws IOException {
        Map<String, Object> context = new LinkedHashMap<>();
        JsonNode flags =
                JSON.readTree(Project.ROOT.resolve("cdk.json").toFile()).path("context");
        flags.properties()
                .forEach(flag -> context.put(flag.getKey(), JSON.convertValue(flag.getValue(), Object.class)));
        context.putAll(settings);
        return context;
    }

    private static Synthesis read(Path assembly) throws IOException {
        JsonNode manifest = JSON.readTree(assembly.resolve("manifest.json").toFile());
        String stack = manifest.path("artifacts").properties().stream()
                .filter(artifact -> artifact.getValue().path("type").asText().equals("aws:cloudformation:stack"))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
        JsonNode json = JSON.readTree(assembly.resolve(stack + ".template.json").toFile());
        Template template = Template.parse(json);
        Resolver resolver = template.resolver(
                new StackIdentity(
                        stack, "arn:aws:cloudformation:REGION:ACCOUNT:stack/" + stack, AwsEnvironment.UNKNOWN),
                Map.of());
        Map<String, Resource> made = new LinkedHashMap<>();
        Scope scope = new Named(made);
        for (Resource resource : resolver.inCreationOrder()) {
            made.put(
                    resource.id(),
                    new Resource(
                            resource.id(),
                            resource.type(),
                            resolver.properties(resource, scope),
                            resource.dependsOn(),
                            resource.deletionPolicy(),
                            resource.updateReplacePolicy(),
                            resource.metadata(),
                            resource.condition()));
        }
        Map<String, JsonNode> outputs = new LinkedHashMap<>();
        resolver.outputs(scope).forEach((name, output) -> outputs.put(name, output.value()));
        return new Synthesis(assembly, json, List.copyOf(made.values()), outputs);
    }

    /** Names and ARNs as AWS forms them; parts that AWS generates are in capitals. */
    private record Named(Map<String, Resource> made) implements Scope {
        @Override
        public Optional<JsonNode> ref(String id) {
            return Optional.of(TextNode.valueOf(name(id)));
        }

        @Override
        public Optional<JsonNode> attribute(String id, String attribute) {
            String name = name(id);
            String arn = switch (made.get(id).type() + " " + attribute) {
                case "AWS::DynamoDB::Table Arn" -> "arn:aws:dynamodb:REGION:ACCOUNT:table/" + name;
                case "AWS::DynamoDB::Table StreamArn" ->
                    "arn:aws:dynamodb:REGION:ACCOUNT:table/" + name + "/stream/LABEL";
                case "AWS::IAM::Role Arn" -> "arn:aws:iam::ACCOUNT:role/" + name;
                case "AWS::Logs::LogGroup Arn" -> "arn:aws:logs:REGION:ACCOUNT:log-group:" + name + ":*";
                case "AWS::Lambda::Version Version" -> "NUMBER";
                case "AWS::SQS::Queue Arn" -> "arn:aws:sqs:REGION:ACCOUNT:" + name;
                default -> null;
            };
            return Optional.ofNullable(arn).map(TextNode::valueOf);
        }

        private String name(String id) {
            ObjectNode properties = made.get(id).properties();
            String function = "arn:aws:lambda:REGION:ACCOUNT:function:"
                    + properties.path("FunctionName").asText() + ":";
            switch (made.get(id).type()) {
                case "AWS::Lambda::Version":
                    return function + "NUMBER";
                case "AWS::Lambda::Alias":
                    return function + properties.path("Name").asText();
                default:
            }
            for (String name : List.of("TableName", "FunctionName", "LogGroupName", "QueueName")) {
                if (properties.has(name)) {
                    return properties.get(name).asText();
                }
            }
            return id;
        }
    }
}
