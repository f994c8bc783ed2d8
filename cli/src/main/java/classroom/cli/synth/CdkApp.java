package classroom.cli.synth;

import classroom.cli.terminal.CommandException;
import classroom.cloud.host.Child;
import classroom.template.language.Texts;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The CDK app of {@code cdk.json}, run as the CDK CLI runs it but without the CLI, whose own start takes a third of a
 * synth. A test checks that the assembly equals the CLI's, byte for byte.
 *
 * <p>Source: the constants of {@code aws-cdk-lib/cx-api} ({@code CONTEXT_ENV}, {@code OUTDIR_ENV}, {@code
 * PATH_METADATA_ENABLE_CONTEXT} and others), the interface between a CLI and an app; AWS CDK Developer Guide, "Context
 * values and the AWS CDK" (the order of the files).
 */
public final class CdkApp {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Home home;

    public CdkApp(Home home) {
        this.home = home;
    }

    /**
     * Writes the assembly.
     *
     * @param context options, each {@code key=value}
     * @return the result of the app; its output is for the user
     */
    public Child.Outcome synthesize(Path output, List<String> context) throws IOException {
        return synthesize(output, context, "");
    }

    /** Writes the assembly with another class path than the one that was built, unless that is empty. */
    public Child.Outcome synthesize(Path output, List<String> context, String classPath) throws IOException {
        JsonNode project = read(home.root().resolve("cdk.json"));
        String app = project.path("app").asText();
        if (app.isEmpty()) {
            throw new CommandException(Texts.of("cdk.json names no app: it needs \"app\": \"node infra/app.mjs\""));
        }
        // Through a shell, because the CLI does so.
        ProcessBuilder builder = Cdk.isolated(
                home,
                File.separatorChar == '\\' ? List.of("cmd.exe", "/d", "/s", "/c", app) : List.of("/bin/sh", "-c", app));
        Map<String, String> environment = builder.environment();
        environment.put("CDK_OUTDIR", output.toString());
        environment.put("CDK_CONTEXT_JSON", JSON.writeValueAsString(context(project, context)));
        environment.put("CLASSROOM_APP_CLASS_PATH", classPath);
        return Child.run(builder);
    }

    private ObjectNode context(JsonNode project, List<String> options) throws IOException {
        ObjectNode context = JSON.createObjectNode();
        // The later one wins.
        Path user = Path.of(System.getProperty("user.home"), ".cdk.json");
        context.setAll(values(read(user).path("context")));
        context.setAll(values(read(home.root().resolve("cdk.context.json"))));
        context.setAll(values(project.path("context")));
        for (String option : options) {
            int end = option.indexOf('=');
            context.put(option.substring(0, end), option.substring(end + 1));
        }
        context.put("aws:cdk:enable-path-metadata", project.path("pathMetadata").asBoolean(true));
        context.put(
                "aws:cdk:enable-asset-metadata", project.path("assetMetadata").asBoolean(true));
        if (!project.path("versionReporting").asBoolean(true)) {
            context.put("aws:cdk:disable-version-reporting", true);
        }
        context.putArray("aws:cdk:bundling-stacks").add("**");
        return context;
    }

    private static ObjectNode values(JsonNode node) {
        return node instanceof ObjectNode values ? values : JSON.createObjectNode();
    }

    private static JsonNode read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return JSON.createObjectNode();
        }
        try {
            return JSON.readTree(file.toFile());
        } catch (JsonProcessingException e) {
            throw new CommandException(Texts.of(
                    "%s is not JSON: see its line %d, column %d, and mend it",
                    file, e.getLocation().getLineNr(), e.getLocation().getColumnNr()));
        }
    }
}
