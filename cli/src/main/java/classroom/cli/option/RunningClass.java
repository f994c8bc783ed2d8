package classroom.cli.option;

import classroom.cli.client.Client;
import classroom.cli.client.Listing;
import classroom.cli.client.Loopback;
import classroom.cli.client.ServiceException;
import classroom.cloud.Cloud;
import classroom.cloud.identity.Identities;
import classroom.template.language.Texts;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Which running class a command talks to, as the teacher: that of {@code --port}, else that of the variable which
 * {@code ./classroom env} exports, else that of the usual port.
 *
 * <p>The variable of a shell may lead to AWS or to another program. It is followed only if it is {@code http} on this
 * machine and a class answers there. Otherwise the command is refused as wrong usage, and nothing else is sent.
 */
public final class RunningClass {
    private static final String VARIABLE = "AWS_ENDPOINT_URL";

    private static final Listing TABLES = new Listing(
            "dynamodb",
            "DynamoDB_20120810.ListTables",
            "TableNames",
            "ExclusiveStartTableName",
            "LastEvaluatedTableName");

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "The port on 127.0.0.1 (default: that of AWS_ENDPOINT_URL, else 4566).")
    private String given;

    private CommandSpec command;
    private Integer found;

    @Spec(Spec.Target.MIXEE)
    private void of(CommandSpec mixee) {
        command = mixee;
    }

    /** A client that asks the class as the teacher. */
    public Client client() {
        return new Client(wire());
    }

    /**
     * A wire to the class, as the teacher.
     *
     * @throws ParameterException if {@code --port} is no port, or {@code AWS_ENDPOINT_URL} leads to no class
     */
    public Loopback wire() {
        return new Loopback(port(), Cloud.REGION, Identities.TEACHER);
    }

    /**
     * Its port.
     *
     * @throws ParameterException as {@link #wire} does
     */
    public int port() {
        if (found == null) {
            String endpoint = System.getenv(VARIABLE);
            found = given != null || endpoint == null || endpoint.isBlank() ? portUnasked() : follow(endpoint);
        }
        return found;
    }

    /**
     * The port of {@code --port}, else the usual one: of a class that need not run yet.
     *
     * @throws ParameterException if {@code --port} is no port
     */
    public int portUnasked() {
        return given == null ? Port.USUAL : Port.checked(command, given, 1);
    }

    /** The option as a command that is shown must repeat it; empty where the command finds the class without. */
    public String option() {
        return given == null ? "" : Port.option(portUnasked());
    }

    /** Takes the port from a place where picocli does not look for it. */
    public void port(String number) {
        given = number;
    }

    /** The address that clients use. */
    public String url() {
        return "http://127.0.0.1:" + port();
    }

    /** The names of its functions. */
    public List<String> functions() {
        List<String> names = new ArrayList<>();
        client().each(
                        Listing.FUNCTIONS,
                        JsonNodeFactory.instance.objectNode(),
                        each -> names.add(each.path("FunctionName").asText()));
        return names;
    }

    /** The names of its tables. */
    public List<String> tables() {
        List<String> names = new ArrayList<>();
        client().each(TABLES, JsonNodeFactory.instance.objectNode(), each -> names.add(each.asText()));
        return names;
    }

    /** The name of a function that a client may also call by its ARN, or with a version or alias. */
    public static String nameOf(String function) {
        return function.replaceFirst(".*:function:", "").replaceFirst(":.*", "");
    }

    /**
     * Asks the class about a function.
     *
     * @throws ParameterException if it has none of this name: with the nearest name and the list
     */
    public <T> T asking(String function, Supplier<T> question) {
        try {
            return question.get();
        } catch (ServiceException e) {
            boolean notFound = e.status() == 404 || e.code().equals("ResourceNotFoundException");
            // There may be the function, and not the version or alias.
            String name = nameOf(function);
            List<String> all = notFound ? functions() : List.of();
            if (!notFound || all.contains(name)) {
                throw e;
            }
            throw refused(
                    all.isEmpty()
                            ? Texts.of(
                                    "there is no function %s, and no other in this class (./classroom cdk deploy)",
                                    name)
                            : Texts.of("there is no function %s", name) + Nearest.questionAndList(name, all));
        }
    }

    /** The refusal of a table that the class does not have, with the nearest name and the list. */
    public ParameterException noTable(String name) {
        List<String> all = tables();
        return refused(
                all.isEmpty()
                        ? Texts.of("there is no table %s, and no other in this class (./classroom cdk deploy)", name)
                        : Texts.of("there is no table %s", name) + Nearest.questionAndList(name, all));
    }

    private int follow(String endpoint) {
        URI url;
        try {
            url = URI.create(endpoint.strip());
        } catch (IllegalArgumentException e) {
            throw unled(Texts.of("%s=%s is no URL", VARIABLE, endpoint));
        }
        if (!"http".equalsIgnoreCase(url.getScheme()) || url.getUserInfo() != null || !Loopback.isHere(url)) {
            throw unled(Texts.of("%s=%s does not lead to a class on this machine", VARIABLE, endpoint));
        }
        int port = url.getPort() < 0 ? 80 : url.getPort();
        if (!new Loopback(port, Cloud.REGION, Identities.TEACHER).isClass()) {
            throw unled(Texts.of("%s=%s leads to no running class", VARIABLE, endpoint));
        }
        return port;
    }

    private ParameterException unled(String problem) {
        return refused(problem + Texts.of(": name the class with --port, or unset %s", VARIABLE));
    }

    private ParameterException refused(String problem) {
        return new ParameterException(command.commandLine(), problem);
    }
}
