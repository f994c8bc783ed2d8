package classroom.bench.running;

import classroom.bench.Setup;
import classroom.cli.client.Client;
import classroom.cli.synth.Home;
import classroom.cli.synth.Synthesis;
import classroom.cloud.Cloud;
import classroom.cloud.identity.Identities;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A local class in a separate process, started with the options of the {@code ./classroom} script. */
public final class RunningClass implements AutoCloseable {
    /** As the {@code classroom} script starts Java for every command. */
    private static final List<String> OPTIONS =
            List.of("-XX:+UseSerialGC", "-Xshare:auto", "-Djava.net.preferIPv4Stack=true");

    /** As it starts Java for every command but {@code up}, whose calls all compilers make faster. */
    private static final String SHORT = "-XX:TieredStopAtLevel=1";

    private final ServerProcess process;
    private final int port;
    private final URI database;

    private RunningClass(ServerProcess process) throws IOException {
        this.process = process;
        String ports = process.line();
        this.port = Integer.parseInt(ports.substring(0, ports.indexOf(' ')));
        this.database = URI.create(ports.substring(ports.indexOf(' ') + 1));
    }

    /** Starts the class as {@code ./classroom up} does, and waits for it. */
    public static RunningClass start(Setup setup) throws IOException {
        Synthesis synthesis = new Synthesis(new Home(setup.root()), () -> System.err.println("synthesizing"));
        return start(setup, List.of(synthesis.assembly(List.of())));
    }

    /** Starts a class that consists of these cloud assemblies, and waits for it. */
    public static RunningClass start(Setup setup, List<Path> assemblies) throws IOException {
        List<String> command = java(setup, "classroom.bench.running.Serve");
        command.remove(SHORT);
        assemblies.forEach(assembly -> command.add(assembly.toString()));
        return new RunningClass(ServerProcess.start(command));
    }

    /** The beginning of a command that runs a class of the project's own, as the {@code classroom} script would. */
    public static List<String> java(Setup setup, String main) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add(SHORT);
        command.addAll(OPTIONS);
        command.add("-Dclassroom.home=" + setup.root());
        command.add("-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
        return command;
    }

    /** The port of its gateway on 127.0.0.1. */
    public int port() {
        return port;
    }

    /** Its gateway, as AWS clients know it. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Its DynamoDB Local past the gateway. */
    public URI database() {
        return database;
    }

    /** Who calls it as the teacher. */
    public Client client() {
        return new Client(port, Cloud.REGION, Identities.TEACHER);
    }

    /** Its process and those of its functions. */
    public List<ProcessHandle> processes() {
        return process.processes();
    }

    @Override
    public void close() {
        process.close();
    }
}
