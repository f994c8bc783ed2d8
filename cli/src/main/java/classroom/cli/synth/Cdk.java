package classroom.cli.synth;

import classroom.cli.terminal.CommandException;
import classroom.cloud.Cloud;
import classroom.cloud.host.Child;
import classroom.cloud.identity.Identities;
import classroom.template.language.Language;
import classroom.template.language.Texts;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The pinned CDK CLI. It gets no AWS variable, no AWS file, no CDK variable and no proxy of the user, so that it finds
 * no account and only the settings of cdk.json; its memory of accounts is in {@code target/}.
 *
 * <p>It reads {@code ~/.cdk.json} as well: the empty {@code --profile} and {@code --proxy} override that file.
 */
public final class Cdk {
    private final Home home;

    public Cdk(Home home) {
        this.home = home;
    }

    /**
     * Runs it in the project's folder, where it needs no account.
     *
     * @throws CommandException if it is not installed
     */
    public Child.Outcome run(List<String> arguments) throws IOException {
        return run(arguments, home.root());
    }

    /** Runs the CLI in a folder, and returns how it ended. */
    public Child.Outcome run(List<String> arguments, Path folder) throws IOException {
        return Child.run(builder(arguments).directory(folder.toFile()));
    }

    /**
     * Runs it in the project's folder and at the user's terminal against an endpoint on this machine.
     *
     * @return its exit status
     * @throws CommandException if it is not installed
     */
    public int run(URI endpoint, List<String> arguments) throws IOException {
        return Child.attached(at(endpoint, arguments));
    }

    /**
     * The command against an endpoint on this machine, to be run in the project's folder.
     *
     * @throws CommandException if it is not installed
     */
    public ProcessBuilder at(URI endpoint, List<String> arguments) {
        ProcessBuilder builder = builder(arguments);
        Map<String, String> environment = builder.environment();
        environment.put("AWS_ENDPOINT_URL", endpoint.toString());
        // Another host name than above, so that the CLI addresses buckets by path, also in its requests to
        // CloudFormation.
        environment.put("AWS_ENDPOINT_URL_S3", endpoint.toString());
        environment.put("AWS_ENDPOINT_URL_S3_FOR_CLOUDFORMATION", endpoint.toString());
        environment.put("AWS_REGION", Cloud.REGION);
        environment.put("AWS_DEFAULT_REGION", Cloud.REGION);
        environment.put("AWS_ACCESS_KEY_ID", Identities.TEACHER);
        environment.put("AWS_SECRET_ACCESS_KEY", "classroom");
        environment.putAll(Environment.withoutProxy(environment));
        return builder;
    }

    private ProcessBuilder builder(List<String> arguments) {
        Path cli = home.root().resolve(Path.of("node_modules", "aws-cdk", "bin", "cdk"));
        if (!Files.exists(cli)) {
            throw new CommandException(
                    Texts.of("the CDK CLI is missing: run ./classroom prepare once, with a network"));
        }
        List<String> command = new ArrayList<>(List.of("node", cli.toString(), "--profile=", "--proxy="));
        // The launch script has built everything stale; cdk.json's build step would check a second time. To watch is to
        // build again and again.
        if (arguments.stream().noneMatch(argument -> argument.matches("--build(=.*)?|watch|w|--watch(=.*)?"))) {
            command.addAll(List.of("--build", "node -e 0"));
        }
        command.addAll(arguments);
        ProcessBuilder builder = isolated(home, command);
        Map<String, String> environment = builder.environment();
        // The class needs no newer Node.js than the CLI itself.
        environment.put("AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED", "true");
        environment.put("CDK_DISABLE_CLI_TELEMETRY", "true");
        environment.put("CDK_HOME", home.target().resolve("cdk-home").toString());
        return builder;
    }

    /** A command of the CDK in the project's folder, which finds no account of the user. */
    static ProcessBuilder isolated(Home home, List<String> command) {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(home.root().toFile());
        Map<String, String> environment = builder.environment();
        Environment.strip(environment);
        environment.keySet().removeIf(name -> name.toUpperCase(Locale.ROOT).startsWith("CDK_"));
        environment.put("AWS_CONFIG_FILE", Child.nothing().toString());
        environment.put("AWS_SHARED_CREDENTIALS_FILE", Child.nothing().toString());
        environment.put("AWS_EC2_METADATA_DISABLED", "true");
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put(Language.VARIABLE, Texts.language().tag());
        return builder;
    }
}
