package classroom.cloud.lambda.streams;

import classroom.cloud.gateway.AwsError;
import classroom.cloud.iam.Authorizer;
import classroom.cloud.identity.Identity;
import classroom.cloud.lambda.environment.Function;
import classroom.cloud.lambda.environment.FunctionName;
import classroom.cloud.lambda.environment.Functions;
import classroom.template.language.Texts;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The event source mappings of the class, each with its own poller.
 *
 * <p>When a stream is deleted, its poller ends and says so on the console of the local class; everything else
 * continues.
 */
public final class EventSourceMappings implements AutoCloseable {
    private final Functions functions;
    private final Sources sources;
    private final Consumer<String> console;
    private final Checkpoints checkpoints;
    private final Map<String, StreamPoller> pollers = new ConcurrentHashMap<>();
    private volatile Consumer<Supplier<ObjectNode>> batches = event -> {};

    /**
     * Needs the functions to invoke, the sources to read, and a console that takes one line for the teacher now and
     * then.
     */
    public EventSourceMappings(Functions functions, Sources sources, Consumer<String> console) {
        this(functions, sources, console, Checkpoints.inMemory());
    }

    /** No mappings yet. How far each has come is kept in the checkpoints, which are closed with these. */
    public EventSourceMappings(
            Functions functions, Sources sources, Consumer<String> console, Checkpoints checkpoints) {
        this.checkpoints = checkpoints;
        this.functions = functions;
        this.sources = sources;
        this.console = console;
    }

    /** Has an action take what becomes of each batch from now on, to be made if anyone wants it. */
    public void onBatch(Consumer<Supplier<ObjectNode>> action) {
        batches = action;
    }

    /**
     * Creates a mapping and starts its poller. If {@code uuid} is {@code null}, it is chosen here: a mapping that the
     * checkpoints know from an earlier local class gets its old id, continues at its position, and stays enabled or
     * disabled.
     *
     * @throws AwsError as CreateEventSourceMapping refuses: the function does not exist, its role cannot read the
     *     stream or send to the on-failure destination, or the two are connected already
     */
    public synchronized EventSourceMapping create(EventSourceMapping mapping) {
        EventSourceMapping named = checked(mapping, mapping.uuid());
        Optional<String> known = checkpoints.mapping(named.feed());
        String uuid = Optional.ofNullable(named.uuid())
                .or(() -> known)
                .orElseGet(() -> UUID.randomUUID().toString());
        EventSourceMapping created = asSwitched(named.with(uuid, named.functionName()));
        for (EventSourceMapping other : list()) {
            if (other.feed().equals(created.feed())) {
                throw new AwsError(
                        409,
                        "ResourceConflictException",
                        "The event source arn (\" " + other.eventSourceArn() + " \") and function (\" "
                                + other.functionName()
                                + " \") provided mapping already exists. Please update or delete the existing mapping "
                                + "with UUID " + other.uuid());
            }
        }
        checkAccess(functions.find(created.functionName()).orElseThrow(), created);
        Mapping mapped = new Mapping(created, checkpoints, console, event -> batches.accept(event));
        StreamPoller poller = new StreamPoller(mapped, functions, sources);
        if (known.isPresent()) {
            poller.startingPoint().goOn();
        } else {
            StartingPoint start = poller.startingPoint();
            checkpoints.lost(created.feed()).ifPresentOrElse(start::beginAnew, start::begin);
        }
        checkpoints.begin(uuid, created.feed());
        pollers.put(uuid, poller);
        poller.start();
        return created;
    }

    private static Checkpoints.Place switchOf(EventSourceMapping mapping) {
        return new Checkpoints.Place(mapping.uuid(), Checkpoints.SWITCH);
    }

    private EventSourceMapping asSwitched(EventSourceMapping wanted) {
        String enabled = Boolean.toString(wanted.enabled());
        String switched = checkpoints.find(switchOf(wanted)).orElse(enabled);
        if (switched.equals(enabled)) {
            return wanted;
        }
        console.accept(
                wanted.enabled()
                        ? Texts.of(
                                "The event source mapping %s of %s is switched off, as in an earlier class.",
                                wanted.uuid(), wanted.functionName())
                        : Texts.of(
                                "The event source mapping %s of %s is switched on, as in an earlier class.",
                                wanted.uuid(), wanted.functionName()));
        return wanted.with(wanted.uuid(), wanted.functionName(), !wanted.enabled());
    }

    /** Changes the settings of a mapping (same uuid); the poller continues at its position. */
    public synchronized void update(EventSourceMapping mapping) {
        Mapping now = get(mapping.uuid());
        EventSourceMapping changed = checked(mapping, mapping.uuid());
        checkAccess(functions.find(changed.functionName()).orElseThrow(), changed);
        if (!changed.functionName().equals(now.settings().functionName())) {
            checkpoints.begin(changed.uuid(), changed.feed());
        }
        if (changed.enabled() != now.settings().enabled()) {
            checkpoints.put(switchOf(changed), Boolean.toString(changed.enabled()));
        }
        now.update(changed);
    }

    /** Stops the poller, after the batch that it is at, and deletes the mapping. */
    public synchronized void delete(String uuid) {
        get(uuid).stop();
        pollers.remove(uuid);
        checkpoints.forget(uuid);
    }

    /** All mappings, by uuid. */
    public List<EventSourceMapping> list() {
        return pollers.values().stream()
                .map(poller -> poller.mapping().settings())
                .sorted(Comparator.comparing(EventSourceMapping::uuid))
                .toList();
    }

    /**
     * Reports a write: pollers that wait for the stream of its table read at once. A write that does not name one table
     * wakes all. Returns immediately.
     */
    public void wake(JsonNode write) {
        String table = write.path("TableName").asText("");
        String name = table.substring(table.lastIndexOf('/') + 1);
        for (StreamPoller poller : pollers.values()) {
            if (name.isEmpty() || poller.mapping().settings().eventSourceArn().contains(":table/" + name + "/")) {
                poller.mapping().wake();
            }
        }
    }

    /** The settings of a mapping, as it was created or last updated. */
    public Optional<EventSourceMapping> find(String uuid) {
        return Optional.ofNullable(pollers.get(uuid))
                .map(poller -> poller.mapping().settings());
    }

    /** A mapping at work. */
    public Mapping get(String uuid) {
        return Optional.ofNullable(pollers.get(uuid))
                .map(StreamPoller::mapping)
                .orElseThrow(() ->
                        new AwsError(404, "ResourceNotFoundException", "The resource you requested does not exist."));
    }

    private EventSourceMapping checked(EventSourceMapping mapping, String uuid) {
        mapping.check();
        FunctionName name = FunctionName.parse(mapping.functionName(), null);
        try {
            functions.deployed(name);
        } catch (AwsError e) {
            throw e.status() == 404 ? refused("Function does not exist") : e;
        }
        mapping.checkPosition();
        return mapping.with(uuid, name.reference());
    }

    /** As on AWS, the role must be able to read the stream and to send to the destination when the mapping is made. */
    private void checkAccess(Function function, EventSourceMapping mapping) {
        Identity identity = sources.identities().issue(function.role(), function.name());
        String stream = mapping.eventSourceArn();
        String destination = mapping.onFailureDestination();
        try {
            String refusal = "Cannot access stream " + stream + ". Please ensure the role can perform the GetRecords, "
                    + "GetShardIterator, DescribeStream, and ListStreams Actions on your stream in IAM.";
            for (String action : List.of("GetRecords", "GetShardIterator", "DescribeStream")) {
                check(identity, "dynamodb:" + action, stream, refusal);
            }
            check(identity, "dynamodb:ListStreams", stream.substring(0, stream.lastIndexOf('/')) + "/*", refusal);
            if (destination != null) {
                check(
                        identity,
                        "sqs:SendMessage",
                        destination,
                        "The provided execution role does not have permissions to call SendMessage on SQS");
                checkQueue(destination);
            }
        } finally {
            sources.identities().revoke(identity);
        }
    }

    private void check(Identity identity, String action, String resource, String refusal) {
        try {
            sources.authorizer().check(identity, Authorizer.question(action, resource));
        } catch (AwsError e) {
            throw refused(refusal);
        }
    }

    private void checkQueue(String arn) {
        try {
            sources.queues().checkExists(arn.substring(arn.lastIndexOf(':') + 1));
        } catch (AwsError e) {
            throw refused("The on-failure destination " + arn + " does not exist. Create the queue first.");
        }
    }

    private static AwsError refused(String message) {
        return new AwsError(400, "InvalidParameterValueException", message);
    }

    /** Stops all pollers; batches in progress are given up and will be handled again. */
    @Override
    public void close() {
        List<StreamPoller> all = new ArrayList<>(pollers.values());
        all.forEach(StreamPoller::interrupt);
        checkpoints.close();
    }
}
