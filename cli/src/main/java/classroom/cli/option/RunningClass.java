package classroom.cli.option;

import classroom.cli.client.Client;
import classroom.cli.client.Loopback;
import classroom.cloud.Cloud;
import classroom.cloud.identity.Identities;
import java.net.URI;
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

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "The port on 127.0.0.1 (default: that of " + VARIABLE
                    + ", which ./classroom env exports; else " + Port.USUAL + ").")
    private Integer given;

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
        return given == null ? "" : Port.option(given);
    }

    private int follow(String endpoint) {
        URI url;
        try {
            url = URI.create(endpoint.strip());
        } catch (IllegalArgumentException e) {
            throw refused(endpoint, "is no URL");
        }
        if (!"http".equalsIgnoreCase(url.getScheme()) || url.getUserInfo() != null || !Loopback.isHere(url)) {
            throw refused(endpoint, "does not lead to a class on this machine");
        }
        int port = url.getPort() < 0 ? 80 : url.getPort();
        if (!new Loopback(port, Cloud.REGION, Identities.TEACHER).isClass()) {
            throw refused(endpoint, "leads to no running class");
        }
        return port;
    }

    private ParameterException refused(String endpoint, String problem) {
        return new ParameterException(
                command.commandLine(),
                VARIABLE + "=" + endpoint + " " + problem + ": name the class with --port, or unset " + VARIABLE);
    }
}
