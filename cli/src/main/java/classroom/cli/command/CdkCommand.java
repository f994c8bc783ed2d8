package classroom.cli.command;

import classroom.cli.client.Client;
import classroom.cli.client.Loopback;
import classroom.cli.client.Request;
import classroom.cli.option.Help;
import classroom.cli.option.RunningClass;
import classroom.cli.synth.Cdk;
import classroom.cli.synth.Home;
import classroom.cli.terminal.CommandException;
import classroom.cloud.Cloud;
import classroom.cloud.host.Child;
import classroom.cloud.identity.Identities;
import classroom.template.language.Texts;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/**
 * {@code cdk}: runs the pinned CDK CLI against the running class only. All arguments go to the CLI unchanged, except
 * for two options: with {@code --profile} it would read an account's credentials, and {@code --proxy} would send
 * requests for this machine to another one. {@code --role-arn} passes: only the local class's CloudFormation reads it.
 */
@Command(
        name = "cdk",
        description = "Runs the pinned CDK CLI against the running class: a rehearsal that reaches no account.",
        customSynopsis = "classroom cdk [--port=N | --endpoint-url=URL] COMMAND [OPTIONS]",
        exitCodeList = {"2:wrong usage", "3:no class is running", "N:the CLI's own, unmodified"},
        footer = {
            "",
            "Example:  ./classroom up --empty        in one terminal, and in another:",
            "          ./classroom cdk bootstrap",
            "          ./classroom cdk deploy",
            "          ./classroom cdk watch         each saved file; also after up",
            "",
            "./classroom cdk deploy --help lists the CLI's own options."
        })
public final class CdkCommand implements Callable<Integer> {
    private static final Pattern LEADING_ELSEWHERE = Pattern.compile("--(profile|proxy)(=.*)?", Pattern.DOTALL);

    /** The CLI's commands that need a bootstrap. */
    private static final List<String> DEPLOYING = List.of("deploy", "watch", "import", "rollback");

    private static final List<String> HELP = List.of("--help", "-h");

    @Mixin
    private Help help;

    @Mixin
    private RunningClass running;

    @Option(
            names = "--endpoint-url",
            paramLabel = "URL",
            description = "Another AWS on this machine instead of the class, such as moto's http://127.0.0.1:5000.")
    private URI endpoint;

    @Parameters(paramLabel = "COMMAND", hidden = true)
    private List<String> command = new ArrayList<>();

    @Unmatched
    private List<String> options = new ArrayList<>();

    private CommandSpec spec;

    /** From the CLI's command, or from the first option that is not ours, everything is the CLI's. */
    @Spec
    private void stopAtTheCommand(CommandSpec ours) {
        spec = ours;
        ours.parser().stopAtPositional(true).stopAtUnmatched(true);
    }

    @Override
    public Integer call() throws IOException {
        List<String> arguments = new ArrayList<>(options);
        arguments.addAll(command);
        takePort(arguments);
        if (arguments.isEmpty()) {
            throw usage(Texts.of("a command of the CDK CLI is missing, such as deploy"));
        }
        arguments.stream()
                .filter(argument -> LEADING_ELSEWHERE.matcher(argument).matches())
                .findFirst()
                .ifPresent(argument -> {
                    throw usage(Texts.of(
                            "%s leads out of this machine, and this command never leaves it. For a real account run"
                                    + " npx cdk itself",
                            argument.replaceFirst("=.*", "")));
                });
        Cdk cdk = new Cdk(Home.find());
        if (endpoint == null) {
            running.wire().requireClass();
            endpoint = URI.create("http://127.0.0.1:" + running.port());
            if (DEPLOYING.stream().anyMatch(arguments::contains) && Collections.disjoint(arguments, HELP)) {
                bootstrapDeployed(cdk);
            }
        }
        requireLoopback(endpoint);
        return cdk.run(endpoint, arguments);
    }

    /** Takes our option out of the CLI's arguments, which has none of that name. */
    private void takePort(List<String> arguments) {
        for (int at = 0; at < arguments.size() && !arguments.get(at).equals("--"); at++) {
            if (arguments.get(at).startsWith("--port=")) {
                running.port(arguments.remove(at).substring("--port=".length()));
            } else if (arguments.get(at).equals("--port") && at + 1 < arguments.size()) {
                arguments.remove(at);
                running.port(arguments.remove(at));
            }
        }
    }

    /**
     * Bootstraps a class that {@code up} has deployed, which needs no bootstrap. In an account, whoever has deployed
     * has bootstrapped before. A class with nothing in it is like a new account: the CLI says what is missing.
     */
    private void bootstrapDeployed(Cdk cdk) throws IOException {
        Client client = running.client();
        JsonNode none = JsonNodeFactory.instance.objectNode();
        boolean bootstrapped = client.call("ssm", "AmazonSSM.DescribeParameters", none)
                .path("Parameters")
                .valueStream()
                .anyMatch(parameter -> parameter.path("Name").asText().startsWith("/cdk-bootstrap/"));
        if (bootstrapped
                || !client.send(Request.form("cloudformation", "Action=DescribeStacks"))
                        .text()
                        .contains("<StackId>")) {
            return;
        }
        System.err.println(
                "classroom: " + Texts.of("the class has no CDK bootstrap yet: making it first (cdk bootstrap)"));
        Child.Outcome outcome =
                Child.run(cdk.at(endpoint, List.of("bootstrap", "aws://" + Identities.ACCOUNT + "/" + Cloud.REGION)));
        if (outcome.status() != 0) {
            throw new CommandException(
                    Texts.of("cdk bootstrap failed and said:") + System.lineSeparator() + outcome.output());
        }
    }

    private void requireLoopback(URI url) {
        boolean http = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
        if (!http || url.getUserInfo() != null || !Loopback.isHere(url)) {
            throw usage(Texts.of(
                    "--endpoint-url must be on this machine (http://127.0.0.1:…), not %s. For a real account run npx"
                            + " cdk itself",
                    url));
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
