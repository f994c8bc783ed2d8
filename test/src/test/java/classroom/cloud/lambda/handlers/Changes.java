package classroom.cloud.lambda.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Handles changes of a table whose items have an {@code id} and perhaps {@code deed}; prints {@code handled ID} for
 * each, in order, {@code change DEED of ID} and {@code saw ID} before, and {@code batch N} for each call.
 *
 * <p>A record whose deed is {@code report} is reported as a failed item, {@code throw} fails the call, {@code exit}
 * ends the process, {@code slow} takes a while, {@code crash} ends it so the first time only (needs {@code record});
 * {@code once} fails the first call that a process gets it in. With {@code mended} in the environment, no deed is done;
 * {@code answer} replaces the answer; {@code record} names a file to which each handled ID is added, for tests in which
 * the local class ends together with its logs.
 */
public final class Changes implements RequestHandler<Map<String, Object>, Object> {
    private boolean failedOnce;

    @Override
    @SuppressWarnings("unchecked")
    public Object handleRequest(Map<String, Object> event, Context context) {
        List<Map<String, Object>> records = (List<Map<String, Object>>) event.get("Records");
        System.out.println("batch " + records.size());
        List<Map<String, String>> failures = new ArrayList<>();
        for (Map<String, Object> record : records) {
            Map<String, Object> change = (Map<String, Object>) record.get("dynamodb");
            Map<String, Object> image = (Map<String, Object>) change.getOrDefault("NewImage", change.get("OldImage"));
            System.out.println("saw " + text(image, "id"));
            switch (System.getenv("mended") != null ? "none" : text(image, "deed")) {
                case "report":
                    failures.add(Map.of("itemIdentifier", (String) change.get("SequenceNumber")));
                    break;
                case "throw":
                    throw new IllegalStateException("poison");
                case "slow":
                    pause();
                    break;
                case "exit":
                    Runtime.getRuntime().halt(7);
                    break;
                case "crash":
                    crashOnce(text(image, "id"));
                    break;
                case "once":
                    if (!failedOnce) {
                        failedOnce = true;
                        throw new IllegalStateException("the first time");
                    }
                    break;
                default:
            }
            if (failures.isEmpty()) {
                System.out.println("change " + text(image, "deed") + " of " + text(image, "id"));
                handled(text(image, "id"));
            }
        }
        if (System.getenv("answer") != null) {
            return System.getenv("answer").isEmpty()
                    ? null
                    : Map.of("batchItemFailures", List.of(Map.of("itemIdentifier", System.getenv("answer"))));
        }
        return Map.of("batchItemFailures", failures);
    }

    private static void pause() {
        try {
            Thread.sleep(1500);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void crashOnce(String id) {
        try {
            Files.createFile(Path.of(System.getenv("record") + "." + id.replace(' ', '.')));
        } catch (FileAlreadyExistsException e) {
            return; // This is the second time.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Runtime.getRuntime().halt(7);
    }

    private static void handled(String id) {
        System.out.println("handled " + id);
        String record = System.getenv("record");
        if (record != null) {
            try {
                Files.writeString(Path.of(record), id + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static String text(Map<String, Object> image, String name) {
        Map<String, String> value = (Map<String, String>) image.get(name);
        return value == null ? "" : value.values().iterator().next();
    }
}
