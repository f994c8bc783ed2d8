package classroom.cloud.lambda.streams;

import classroom.cloud.gateway.AwsError;
import classroom.cloud.lambda.environment.Functions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The threads of one event source mapping. Finds the shards of its stream; a {@link ShardReader} reads each of them, a
 * child only after its parents ("DynamoDB Streams", "Reading and processing a stream").
 */
final class StreamPoller {
    /** New shards are looked for when one ends, and now and then. */
    private static final Duration DISCOVERY = Duration.ofSeconds(10);

    private final Mapping mapping;
    private final Functions functions;
    private final RoleSession session;
    private final SourceStream stream;
    private final OnFailureDestination destination;
    private final Set<String> reading = ConcurrentHashMap.newKeySet();
    private final List<Thread> threads = new ArrayList<>();

    StreamPoller(Mapping mapping, Functions functions, Sources sources) {
        this.mapping = mapping;
        this.functions = functions;
        this.session = new RoleSession(mapping, functions, sources.identities());
        this.stream = new SourceStream(mapping, session, sources.streams());
        this.destination = new OnFailureDestination(mapping, functions, session, sources.queues());
    }

    Mapping mapping() {
        return mapping;
    }

    /** Where the mapping begins to read; to be decided before the start. */
    StartingPoint startingPoint() {
        return new StartingPoint(mapping, stream);
    }

    void start() {
        startThread(this::run, "stream of " + mapping.settings().functionName());
    }

    private synchronized void startThread(Runnable work, String name) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } finally {
                        threadEnds();
                    }
                },
                name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    /** The last thread of an ended poller takes its session with it; a batch under way needs it until then. */
    private synchronized void threadEnds() {
        threads.remove(Thread.currentThread());
        if (threads.isEmpty()) {
            session.end();
        }
    }

    /** Stops at once and waits until no thread is left. */
    void interrupt() {
        mapping.stop();
        List<Thread> all;
        synchronized (this) {
            all = List.copyOf(threads);
        }
        all.forEach(Thread::interrupt);
        try {
            for (Thread thread : all) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (mapping.isRunning()) {
                long seen = mapping.shards().count();
                boolean fine = !mapping.settings().enabled() || look();
                mapping.shards().await(seen, fine ? DISCOVERY : ShardReader.IDLE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Starts readers for the shards whose turn has come; {@code false} if the stream could not be read. */
    private boolean look() {
        try {
            SourceStream.Description description = stream.describe();
            Set<String> known = new HashSet<>();
            description.shards().forEach(s -> known.add(s.id()));
            boolean allDone = true;
            for (SourceStream.Shard shard : description.shards()) {
                if (mapping.isDone(shard.id())) {
                    continue;
                }
                allDone = false;
                boolean parentFirst =
                        shard.parent() != null && known.contains(shard.parent()) && !mapping.isDone(shard.parent());
                if (!parentFirst && reading.add(shard.id())) {
                    startReader(shard.id());
                }
            }
            if (allDone && !description.enabled()) {
                mapping.end("Stream disabled: " + mapping.settings().eventSourceArn());
            }
            return true;
        } catch (AwsError e) {
            mapping.failed(e);
            return false;
        }
    }

    private void startReader(String shard) {
        String thread = "shard of " + mapping.settings().functionName();
        ShardReader reader = new ShardReader(
                mapping,
                stream,
                shard,
                new ShardReader.Work(
                        functions::invoke, destination, lane -> startThread(lane, thread), functions.region()));
        startThread(
                () -> {
                    try {
                        reader.run();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } finally {
                        reading.remove(shard);
                        mapping.shards().raise();
                    }
                },
                thread);
    }
}
