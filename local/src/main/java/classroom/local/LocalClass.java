package classroom.local;

import classroom.local.cloudformation.CloudAssembly;
import classroom.local.cloudformation.CloudAssembly.StackArtifact;
import classroom.local.cloudformation.Deployment;
import classroom.local.cloudformation.Services;
import classroom.local.cloudformation.Stacks;
import classroom.local.cloudformation.api.CloudFormationApi;
import classroom.local.dynamodb.DynamoDb;
import classroom.local.dynamodb.EmbeddedDynamoDb;
import classroom.local.gateway.Gateway;
import classroom.local.iam.AccessApi;
import classroom.local.iam.IamApi;
import classroom.local.iam.Identities;
import classroom.local.iam.RoleAuthorizer;
import classroom.local.iam.Roles;
import classroom.local.lambda.Archives;
import classroom.local.lambda.Checkpoints;
import classroom.local.lambda.EventSourceMappings;
import classroom.local.lambda.Functions;
import classroom.local.lambda.LambdaApi;
import classroom.local.lambda.Place;
import classroom.local.lambda.Sources;
import classroom.local.logs.Logs;
import classroom.local.logs.LogsApi;
import classroom.local.s3.Buckets;
import classroom.local.s3.S3Api;
import classroom.local.sqs.Queues;
import classroom.local.sqs.SqsApi;
import classroom.local.ssm.Parameters;
import classroom.local.ssm.SsmApi;
import classroom.local.sts.StsApi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.eclipse.jetty.server.Handler;

/**
 * The class on this machine: every part put together behind one port of 127.0.0.1.
 *
 * <p>It starts with no resources; {@link #deploy} makes those of a cloud assembly. Closing it ends every process and
 * removes every file that it made, but those of its data folder.
 */
public final class LocalClass implements AutoCloseable {
    /** The region of the class: the one of the course's notebook. */
    public static final String REGION = "us-east-2";

    /** What the database's native library and the functions' runtime take, with room for what a class stores. */
    private static final long ROOM = 32L << 20;

    /** What undoes each step of starting; the last one first. */
    private final Deque<Runnable> closing = new ArrayDeque<>();

    /** The folder that its tables are kept in. */
    private Optional<DataFolder> data = Optional.empty();

    private int port;
    private EmbeddedDynamoDb database;
    private RoleAuthorizer authorizer;
    private Services services;
    private Stacks stacks;

    private LocalClass() {}

    /**
     * Starts an empty class.
     *
     * @param port 0 for a free one
     * @param console takes a line for the teacher now and then
     * @throws CommandException if the port is taken
     */
    public static LocalClass start(int port, Consumer<String> console) {
        return start(port, console, new Settings(false, Optional.empty()));
    }

    /**
     * How a class is served.
     *
     * @param throttles whether tables have the capacity that the template gives them and no more, and whoever calls an
     *     eleventh function at once is refused
     * @param data the folder that its tables are kept in; without one they end with the class
     * @param front puts what shall stand before everything that its port serves
     */
    record Settings(boolean throttles, Optional<Path> data, UnaryOperator<Handler> front) {
        Settings(boolean throttles, Optional<Path> data) {
            this(throttles, data, UnaryOperator.identity());
        }
    }

    /** The same, served so. */
    static LocalClass start(int port, Consumer<String> console, Settings settings) {
        LocalClass local = new LocalClass();
        boolean started = false;
        try {
            local.open(port, console, settings);
            started = true;
            return local;
        } finally {
            if (!started) {
                local.close();
            }
        }
    }

    private void open(int wanted, Consumer<String> console, Settings settings) {
        data = settings.data().map(DataFolder::open);
        data.ifPresent(opened -> closing.push(opened::close));
        Path folder = folder();
        closing.push(() -> delete(folder));
        // The two that take long to load: the database and the HTTP server.
        CompletableFuture<EmbeddedDynamoDb> starting = CompletableFuture.supplyAsync(
                () -> data.map(DataFolder::database).orElseGet(EmbeddedDynamoDb::start));
        closing.push(() -> closeIfStarted(starting));
        Identities identities = new Identities();
        Gateway gateway = new Gateway(identities, settings.front());
        URI endpoint = listen(gateway, wanted);
        closing.push(gateway::close);
        port = endpoint.getPort();
        Roles roles = new Roles();
        authorizer = new RoleAuthorizer(roles);
        database = starting.join();
        DynamoDb dynamoDb = settings.throttles()
                ? DynamoDb.throttled(database, authorizer, REGION)
                : new DynamoDb(database, authorizer, REGION);
        data.ifPresent(opened -> dynamoDb.keptIn(opened.path()));
        gateway.add(dynamoDb);
        Logs logs = new Logs(authorizer, REGION, Clock.systemUTC());
        gateway.add(new LogsApi(logs));
        Queues queues = new Queues(authorizer, REGION, () -> endpoint, Clock.systemUTC());
        gateway.add(new SqsApi(queues));
        gateway.add(new StsApi(identities, roles, authorizer, Clock.systemUTC()));
        Functions functions = new Functions(new Place(REGION, () -> endpoint, folder, archives()), identities, logs);
        closing.push(functions::close);
        Checkpoints checkpoints = data.map(opened -> Checkpoints.in(opened.checkpoints(), console))
                .orElseGet(Checkpoints::inMemory);
        EventSourceMappings mappings = new EventSourceMappings(
                functions, new Sources(dynamoDb, queues, identities, authorizer), console, checkpoints);
        closing.push(mappings::close);
        dynamoDb.onWrite(mappings::wake);
        gateway.addUnsigned(Functions.RUNTIME_PREFIX, functions.runtime());
        gateway.add(new LambdaApi(functions, mappings, authorizer, settings.throttles()));
        gateway.add(new IamApi(roles, authorizer));
        gateway.add(new AccessApi(authorizer, roles, identities, functions));
        Buckets buckets = new Buckets(folder.resolve("s3"), Clock.systemUTC());
        gateway.add(new S3Api(buckets, authorizer, REGION));
        Parameters parameters = new Parameters(Clock.systemUTC());
        gateway.add(new SsmApi(parameters, authorizer, REGION));
        services = new Services(dynamoDb, functions, mappings, logs, queues, buckets, parameters, roles, identities);
        stacks = new Stacks(REGION, services, Clock.systemUTC());
        gateway.add(new CloudFormationApi(stacks, roles, authorizer, Clock.systemUTC()));
    }

    /** Kept with what the project has built; a class that is not of a project's folder has none. */
    private static Archives archives() {
        return System.getProperty(Home.PROPERTY) == null
                ? Archives.none()
                : Archives.in(Home.find().target().resolve("archives"));
    }

    private static URI listen(Gateway gateway, int port) {
        try {
            return gateway.start(port);
        } catch (IOException e) {
            if (String.valueOf(e.getMessage()).contains("Permission denied")) {
                throw new CommandException("port " + port + " is the system's: take one from 1024 on with --port N");
            }
            throw new CommandException("port " + port
                    + " of 127.0.0.1 is taken, perhaps by a class that still runs: stop what listens there, or take "
                    + "another with --port N");
        }
    }

    private static Path folder() {
        String temporary = System.getProperty("java.io.tmpdir");
        try {
            Path folder = Files.createTempDirectory("classroom-");
            if (Files.getFileStore(folder).getUsableSpace() < ROOM) {
                Files.delete(folder);
                throw new CommandException(
                        "the disk of " + temporary + " is full: free " + (ROOM >> 20) + " MB of it and run this again");
            }
            return folder;
        } catch (IOException e) {
            throw new CommandException("no folder can be made in " + temporary + " (" + e.getMessage()
                    + "): make it writable, or name another with JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=FOLDER");
        }
    }

    /** The port that it listens on. */
    public int port() {
        return port;
    }

    /**
     * Serves its DynamoDB Local as it is, past the gateway and every role, on a port of its own: for the benchmarks, once.
     */
    public URI serveDatabase() {
        return database.listen();
    }

    /** Its stacks. */
    public Stacks stacks() {
        return stacks;
    }

    /** What its resources are made in. */
    Services services() {
        return services;
    }

    /** Who decides what its functions may do. */
    RoleAuthorizer authorizer() {
        return authorizer;
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
        data.ifPresent(DataFolder::use);
        return deployments;
    }

    /** Stops serving, ends every process, removes every file. Once; a second time does nothing. */
    @Override
    public synchronized void close() {
        RuntimeException failed = null;
        while (!closing.isEmpty()) {
            try {
                closing.pop().run();
            } catch (RuntimeException e) { // What is left must be closed all the same.
                if (failed == null) {
                    failed = e;
                } else {
                    failed.addSuppressed(e);
                }
            }
        }
        if (failed != null) {
            throw failed;
        }
    }

    private static void closeIfStarted(CompletableFuture<EmbeddedDynamoDb> starting) {
        starting.handle((database, failure) -> {
                    if (failure == null) {
                        database.close();
                    }
                    return null;
                })
                .join();
    }

    /** Deletes a folder with all that is in it, if it is there. */
    static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
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
