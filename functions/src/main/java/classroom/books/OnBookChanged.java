package classroom.books;

import classroom.lambda.Event;
import classroom.lambda.Json;
import classroom.lambda.snapstart.SnapStart;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Logs each change of a book in the stream as a line of JSON. At the first invalid rating it stops and answers {@code
 * {"batchItemFailures": [{"itemIdentifier": sequence number}]}}. Then Lambda goes on from that change, because a stream
 * is handled in order.
 *
 * <p>An event of another form fails the invocation.
 */
public final class OnBookChanged implements RequestStreamHandler {
    static {
        SnapStart.prepare();
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        List<Change> changes = new ArrayList<>();
        for (Event record : Event.read(input).objects("Records")) {
            changes.add(Change.of(record));
        }
        List<Map<String, Object>> failures = new ArrayList<>();
        for (Change change : changes) {
            Map<String, Object> line = change.log();
            if (change.isPoison()) {
                line.put("refused", "Rating must be an integer from 1 to 5");
                failures.add(Map.of("itemIdentifier", change.sequenceNumber()));
            }
            System.out.writeBytes((Json.text(line) + "\n").getBytes(StandardCharsets.UTF_8));
            if (!failures.isEmpty()) {
                break;
            }
        }
        output.write(Json.text(Map.of("batchItemFailures", failures)).getBytes(StandardCharsets.UTF_8));
    }
}
