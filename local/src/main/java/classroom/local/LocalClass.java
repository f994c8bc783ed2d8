package classroom.local;

import classroom.local.cloudformation.CloudAssembly;
import classroom.local.cloudformation.CloudAssembly.StackArtifact;
import classroom.local.cloudformation.Deployment;
import classroom.local.cloudformation.Services;
import classroom.local.cloudformation.Stacks;
import classroom.local.dynamodb.DynamoDb;
import classroom.local.gateway.Gateway;
import classroom.local.iam.Identities;
import classroom.local.iam.Roles;
import classroom.local.lambda.EventSourceMappings;
import classroom.local.lambda.Functions;
import classroom.local.logs.Logs;
import classroom.local.sqs.Queues;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The class on this machine: every part put together behind one port of 127.0.0.1.
 *
 * <p>It starts with no resources; {@link #deploy} makes those of a cloud assembly. Closing it ends every process and
 * removes every file that it made.
 */
public final class LocalClass implements AutoCloseable {
    /** The region of the class: the one of the course's notebook. */
    public static final String REGION = "us-east-2";

    private final Path folder;
    private final Gateway gateway;
    private final int port;
    private final Stacks stacks;
    private boolean closed;

    private LocalClass(Path folder, int port) throws IOException {
        this.folder = folder;
        Identities identities = new Identities();
        gateway = new Gateway(identities);
        this.port = gateway.start(port).getPort();
        Services services = new Services(
                new DynamoDb(),
                new Functions(),
                new EventSourceMappings(),
                new Logs(),
                new Queues(),
                new Roles(),
                identities);
        stacks = new Stacks(REGION, services, event -> {}, Clock.systemUTC());
    }

    /**
     * Starts an empty class.
     *
     * @param port 0 for a free one
     * @throws CommandException if the port is taken
     */
    public static LocalClass start(int port) {
        try {
            Path folder = Files.createTempDirectory("classroom-");
            try {
                return new LocalClass(folder, port);
            } catch (IOException e) {
                delete(folder);
                throw new CommandException("port " + port + " of 127.0.0.1 is taken: stop what listens there, or take "
                        + "another with --port N");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("no folder can be made in " + System.getProperty("java.io.tmpdir"), e);
        }
    }

    /** The port that it listens on. */
    public int port() {
        return port;
    }

    /** Its stacks. */
    public Stacks stacks() {
        return stacks;
    }

    /**
     * Makes the resources of an assembly.
     *
     * @return what was done, by stack name
     * @throws classroom.local.cloudformation.StackException what failed; that stack is undone
     */
    public Map<String, Deployment> deploy(CloudAssembly assembly) {
        Map<String, Deployment> deployments = new LinkedHashMap<>();
        for (StackArtifact stack : assembly.stacks()) {
            deployments.put(stack.name(), stacks.deploy(assembly, stack));
        }
        return deployments;
    }

    /** Stops serving, ends every process, removes every file. Once; a second time does nothing. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        gateway.close();
        delete(folder);
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + folder + ": " + e.getMessage(), e);
        }
    }
}
