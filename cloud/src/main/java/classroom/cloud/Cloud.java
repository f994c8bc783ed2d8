package classroom.cloud;

import classroom.cloud.access.AccessApi;
import classroom.cloud.cloudformation.api.CloudFormationApi;
import classroom.cloud.cloudformation.engine.Deployment;
import classroom.cloud.cloudformation.engine.Stacks;
import classroom.cloud.cloudformation.providers.Services;
import classroom.cloud.console.Capacities;
import classroom.cloud.console.Console;
import classroom.cloud.console.Graph;
import classroom.cloud.control.ControlApi;
import classroom.cloud.dynamodb.DynamoDb;
import classroom.cloud.dynamodb.EmbeddedDynamoDb;
import classroom.cloud.gateway.Gateway;
import classroom.cloud.host.Disk;
import classroom.cloud.host.HostException;
import classroom.cloud.iam.IamApi;
import classroom.cloud.iam.RoleAuthorizer;
import classroom.cloud.iam.Roles;
import classroom.cloud.identity.Identities;
import classroom.cloud.lambda.api.FunctionSources;
import classroom.cloud.lambda.api.LambdaApi;
import classroom.cloud.lambda.asynchronous.Access;
import classroom.cloud.lambda.asynchronous.AsynchronousInvocations;
import classroom.cloud.lambda.environment.Archives;
import classroom.cloud.lambda.environment.Functions;
import classroom.cloud.lambda.environment.Place;
import classroom.cloud.lambda.environment.ProcessRecord;
import classroom.cloud.lambda.streams.Checkpoints;
import classroom.cloud.lambda.streams.EventSourceMappings;
import classroom.cloud.lambda.streams.Sources;
import classroom.cloud.logs.Logs;
import classroom.cloud.logs.LogsApi;
import classroom.cloud.s3.Buckets;
import classroom.cloud.s3.S3Api;
import classroom.cloud.sqs.Queues;
import classroom.cloud.sqs.SqsApi;
import classroom.cloud.ssm.Parameters;
import classroom.cloud.ssm.SsmApi;
import classroom.cloud.sts.StsApi;
import classroom.template.AwsEnvironment;
import classroom.template.assembly.CloudAssembly;
import classroom.template.assembly.CloudAssembly.StackArtifact;
import classroom.template.cost.Prices;
import classroom.template.language.Texts;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.LinkOption;
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
public final class Cloud implements AutoCloseable {
    /** The region of the class: the one of the course's notebook. */
    public static final String REGION = "us-east-2";

    /** The account and the Region of the class. */
    public static final AwsEnvironment ENVIRONMENT = new AwsEnvironment(Identities.ACCOUNT, REGION);

    /** Space for the database's native library and the functions' runtime, with room for the data of a class. */
    private static final long ROOM = 32L << 20;

    /** Something else listens on the port. */
    public static final class PortTaken extends HostException {
        PortTaken(String message) {
            super(message);
        }
    }

    /** What undoes each step of starting; the last one first. */
    private final Deque<Runnable> closing = new ArrayDeque<>();

    private final Thread atTheEnd = new Thread(this::close, "end of the class");

    /** The folder that its tables are kept in; {@code null} if they end with it. */
    private DataFolder data;

    private ClassControl control;

    private int port;
    private Path folder;
    private Gateway gateway;
    private EmbeddedDynamoDb database;
    private RoleAuthorizer authorizer;
    private Services services;
    private Stacks stacks;

    private Cloud() {}

    /**
     * Starts an empty local class.
     *
     * @param port 0 for a free one
     * @param console gets a line for the teacher now and then
     * @throws HostException if the port is taken
     */
    public static Cloud start(int port, Consumer<String> console) {
        return start(port, console, new Settings(false, null, null));
    }

    /**
     * The settings of a local class.
     *
     * @param throttles whether tables have only the capacity that the template gives them, and an eleventh
     *     simultaneous call of a function is refused
     * @param data the folder for its tables; {@code null} for tables that end with the local class
     * @param archives the folder for class data archives, with which functions start faster; it outlives the local
     *     class; {@code null} for none
     * @param front wraps the handler of everything that the port serves
     * @param console whether it serves the console; without it nobody learns the token that the events ask for
     */
    public record Settings(boolean throttles, Path data, Path archives, UnaryOperator<Handler> front, boolean console) {
        public Settings(boolean throttles, Path data, Path archives) {
            this(throttles, data, archives, UnaryOperator.identity(), true);
        }
    }

    /** Starts an empty class that is served by these settings. */
    public static Cloud start(int port, Consumer<String> console, Settings settings) {
        Cloud local = new Cloud();
        // Before there is anything to close: a signal may come at any time.
        Runtime.getRuntime().addShutdownHook(local.atTheEnd);
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

    private synchronized void open(int wanted, Consumer<String> console, Settings settings) {
        Optional<DataFolder> kept = Optional.ofNullable(settings.data()).map(DataFolder::open);
        data = kept.orElse(null);
        kept.ifPresent(opened -> closing.push(opened::close));
        TemporaryFolder temporary = temporaryFolder();
        closing.push(temporary::close);
        folder = temporary.path();
        // The two that take long to load: the database and the HTTP server.
        CompletableFuture<EmbeddedDynamoDb> starting = CompletableFuture.supplyAsync(
                () -> kept.map(opened -> opened.database(console)).orElseGet(EmbeddedDynamoDb::start));
        closing.push(() -> closeIfStarted(starting));
        Roles roles = new Roles();
        Identities identities = new Identities(Clock.systemUTC(), roles::checkLambda);
        roles.onDelete(role -> identities.endSessions(role.arn()));
        gateway = new Gateway(identities, settings.front());
        gateway.in(REGION, console);
        gateway.starting(true);
        URI endpoint = listen(gateway, wanted);
        closing.push(gateway::close);
        port = endpoint.getPort();
        authorizer = new RoleAuthorizer(roles, gateway.live());
        database = starting.join();
        DynamoDb dynamoDb = settings.throttles()
                ? DynamoDb.throttled(database, authorizer, REGION)
                : new DynamoDb(database, authorizer, REGION);
        closing.push(dynamoDb::end);
        kept.ifPresent(opened -> dynamoDb.keptIn(opened.path()));
        gateway.add(dynamoDb);
        Logs logs = new Logs(authorizer, ENVIRONMENT, Clock.systemUTC());
        gateway.add(new LogsApi(logs));
        Queues queues = new Queues(authorizer, ENVIRONMENT, () -> endpoint, Clock.systemUTC());
        gateway.add(new SqsApi(queues));
        gateway.add(new StsApi(identities, roles, authorizer, Clock.systemUTC()));
        Archives archives = settings.archives() == null ? Archives.none() : Archives.in(settings.archives());
        Functions functions = new Functions(
                new Place(REGION, () -> endpoint, folder, archives, ProcessRecord.in(folder), gateway.live()),
                identities,
                logs);
        closing.push(functions::close);
        gateway.note("code", () -> Optional.of(Functions.EDITED).filter(edited -> functions.isEdited()));
        Access access = new Access(functions, queues, identities, authorizer);
        AsynchronousInvocations asynchronous =
                new AsynchronousInvocations(access, console, AsynchronousInvocations.Timing.LAMBDA);
        closing.push(asynchronous::close);
        Checkpoints checkpoints = kept.map(opened -> Checkpoints.in(opened.checkpoints(), opened.isInUse(), console))
                .orElseGet(Checkpoints::inMemory);
        EventSourceMappings mappings = new EventSourceMappings(
                functions, new Sources(dynamoDb, queues, identities, authorizer), console, checkpoints);
        closing.push(mappings::close);
        dynamoDb.onWrite(mappings::wake);
        mappings.onBatch(batch -> gateway.live().tell("batch", batch));
        dynamoDb.tell(gateway.live());
        if (settings.console()) {
            Console page = new Console(
                    ENVIRONMENT,
                    identities.teacher().accessKeyId(),
                    gateway.live().token());
            page.serve(
                    "capacity.json",
                    () -> Capacities.of(Prices.current(), dynamoDb.balances().orElse(null)));
            page.serve(Graph.FILE, () -> Graph.of(stacks));
            gateway.addUnsigned(Console.PREFIX, page);
        }
        gateway.addUnsigned(Functions.RUNTIME_PREFIX, functions.runtime());
        gateway.add(new IamApi(roles, authorizer));
        gateway.add(new AccessApi(
                authorizer, roles, identities, functions, gateway.live().token()));
        Buckets buckets = new Buckets(folder.resolve("s3"), Clock.systemUTC());
        gateway.add(new S3Api(buckets, authorizer, REGION));
        FunctionSources sources = new FunctionSources(buckets, roles, authorizer);
        gateway.add(new LambdaApi(access, asynchronous, mappings, sources, settings.throttles()));
        Parameters parameters = new Parameters(Clock.systemUTC());
        gateway.add(new SsmApi(parameters, authorizer, ENVIRONMENT));
        services = new Services(
                dynamoDb, access, asynchronous, mappings, logs, queues, buckets, parameters, roles, identities);
        stacks = new Stacks(ENVIRONMENT, services.providers(ENVIRONMENT), services.lookups(), Clock.systemUTC());
        stacks.onEvent(event -> gateway.live().tell("stack", event::members));
        gateway.add(new CloudFormationApi(stacks, roles, authorizer, Clock.systemUTC()));
        control = new ClassControl(this, settings);
        gateway.add(new ControlApi(control));
        gateway.starting(false);
    }

    private static URI listen(Gateway gateway, int port) {
        try {
            return gateway.start(port);
        } catch (IOException e) {
            if (String.valueOf(e.getMessage()).contains("Permission denied")) {
                throw new HostException(Texts.of("port %d is the system's: take one from 1024 on with --port N", port));
            }
            throw new PortTaken(Texts.of(
                    "port %d of 127.0.0.1 is taken, perhaps by a class that still runs: stop what listens"
                            + " there, or take another with --port N",
                    port));
        }
    }

    private static TemporaryFolder temporaryFolder() {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        try {
            TemporaryFolder folder = TemporaryFolder.make(temporary);
            try {
                Disk.check(temporary, ROOM);
            } catch (HostException e) {
                folder.close();
                throw e;
            }
            return folder;
        } catch (IOException e) {
            Disk.check(temporary, ROOM);
            throw new HostException(Texts.of(
                    "no folder can be made in %s (%s): make it writable, or name another with"
                            + " JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=FOLDER",
                    temporary, e.getMessage()));
        }
    }

    /** The port that it listens on. */
    public int port() {
        return port;
    }

    /**
     * Serves its DynamoDB Local directly, without the gateway and roles, on a separate port: for the benchmarks, once.
     */
    public URI serveDatabase() {
        return database.listen();
    }

    /** The folder for files that end with it. */
    public Path folder() {
        return folder;
    }

    /** Has {@code /_classroom/status} say something more of this class. */
    public void note(String member, String value) {
        gateway.note(member, () -> Optional.of(value));
    }

    /** Has the status say something new of this class, and tells it to those who follow the class. */
    public void tell(String member, String text) {
        note(member, text);
        gateway.live().tell(member, () -> JsonNodeFactory.instance.objectNode().put("text", text));
    }

    /** Runs an action before anything of it ends. */
    public synchronized void onClose(Runnable action) {
        closing.push(action);
    }

    /** Its stacks. */
    public Stacks stacks() {
        return stacks;
    }

    /** What its resources are made in. */
    public Services services() {
        return services;
    }

    /** Who decides what its functions may do. */
    RoleAuthorizer authorizer() {
        return authorizer;
    }

    /**
     * Makes the resources of an assembly.
     *
     * @return the deployments, by stack name
     * @throws classroom.cloud.cloudformation.engine.StackException if a stack fails; that stack is rolled back
     */
    public synchronized Map<String, Deployment> deploy(CloudAssembly assembly) {
        if (closing.isEmpty()) {
            throw new HostException(Texts.of("the class was stopped while it started"));
        }
        Map<String, Deployment> deployments = new LinkedHashMap<>();
        for (StackArtifact stack : assembly.stacks()) {
            deployments.put(stack.name(), stacks.deploy(assembly, stack));
        }
        if (data != null) {
            data.use();
        }
        services.dynamoDb().deployed();
        control.deployed(assembly);
        return deployments;
    }

    /** Says what ends the process that has this class, if the teacher asks for it. */
    public void onStop(Runnable action) {
        control.onStop(action);
    }

    /** Stops serving, ends every process, removes every file. Once; a second time does nothing. */
    @Override
    public synchronized void close() {
        RuntimeException failed = null;
        while (!closing.isEmpty()) {
            try {
                closing.pop().run();
            } catch (RuntimeException e) { // The others must still be closed.
                if (failed == null) {
                    failed = e;
                } else {
                    failed.addSuppressed(e);
                }
            }
        }
        try {
            Runtime.getRuntime().removeShutdownHook(atTheEnd);
        } catch (IllegalStateException e) {
            // The process ends already.
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
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(Texts.of("cannot remove %s: %s", folder, e.getMessage()), e);
        }
    }
}
