package classroom.cloud.lambda.streams;

import classroom.cloud.Cloud;
import classroom.cloud.gateway.Live;
import classroom.cloud.identity.Identities;
import classroom.cloud.lambda.environment.Archives;
import classroom.cloud.lambda.environment.Function;
import classroom.cloud.lambda.environment.Functions;
import classroom.cloud.lambda.environment.Place;
import classroom.cloud.lambda.environment.ProcessRecord;
import classroom.cloud.lambda.environment.TestAsset;
import classroom.cloud.lambda.environment.TestFunction;
import classroom.cloud.lambda.handlers.Changes;
import classroom.cloud.logs.Logs;
import classroom.cloud.sqs.Queues;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A mapping of a fake stream to a function that nobody invokes: no process is started. */
final class TestMapping implements AutoCloseable {
    static final String FUNCTION = "Changes";
    static final String QUEUE = "arn:aws:sqs:us-east-2:000000000000:lost";

    final FakeStream stream = new FakeStream();
    final List<String> console = new CopyOnWriteArrayList<>();
    final List<ObjectNode> batches = new CopyOnWriteArrayList<>();
    final Identities identities = new Identities();
    final Function function;
    final Functions functions;
    final Mapping mapping;
    final RoleSession session;
    final SourceStream source;
    final OnFailureDestination destination;
    final Queues queues = new Queues(
            (identity, question) -> {}, Cloud.ENVIRONMENT, () -> URI.create("http://127.0.0.1:1"), Clock.systemUTC());

    TestMapping(Path folder, EventSourceMapping settings) throws IOException {
        function = TestFunction.of(Changes.class, TestAsset.jar(folder)).build();
        functions = new Functions(
                new Place(
                        "us-east-2",
                        () -> URI.create("http://127.0.0.1:1"),
                        folder,
                        Archives.none(),
                        ProcessRecord.in(folder),
                        new Live()),
                identities,
                new Logs((identity, question) -> {}, Cloud.ENVIRONMENT, Clock.systemUTC()));
        functions.put(function);
        mapping = new Mapping(settings, Checkpoints.inMemory(), console::add, batch -> batches.add(batch.get()));
        session = new RoleSession(mapping, functions, identities);
        source = new SourceStream(mapping, session, stream);
        destination = new OnFailureDestination(mapping, functions, session, queues);
    }

    /** Retries once, and splits if wanted. */
    static EventSourceMapping settings(String position, boolean enabled, boolean splits) {
        return settings(position, enabled, splits, -1);
    }

    /** Gives up records of more than these seconds. */
    static EventSourceMapping aging(int seconds) {
        return settings("LATEST", true, false, seconds);
    }

    private static EventSourceMapping settings(String position, boolean enabled, boolean splits, int seconds) {
        return new EventSourceMapping(
                "m",
                FUNCTION,
                FakeStream.ARN,
                position,
                enabled,
                10,
                0,
                1,
                0,
                1,
                seconds,
                splits,
                true,
                QUEUE,
                Filters.NONE,
                Map.of());
    }

    static StreamBatch batch(String... sequenceNumbers) {
        return new StreamBatch(
                List.of(sequenceNumbers).stream()
                        .map(number -> new StreamBatch.Record(number, Instant.EPOCH, number, new byte[] {'{', '}'}))
                        .toList(),
                0);
    }

    @Override
    public void close() {
        functions.close();
    }
}
