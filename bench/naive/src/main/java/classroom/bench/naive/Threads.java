package classroom.bench.naive;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.enhanced.dynamodb.document.EnhancedDocument;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Loads a file of JSON lines: eight threads, each writing batches of 25, and every default of the SDK. */
public final class Threads {
    private static final int THREADS = 8;
    private static final int BATCH = 25;

    private final BufferedReader lines;
    private final DynamoDbClient dynamoDb;
    private final String table;

    private Threads(BufferedReader lines, DynamoDbClient dynamoDb, String table) {
        this.lines = lines;
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    /** @param args file, endpoint, table */
    public static void main(String[] args) throws Exception {
        try (BufferedReader lines = Files.newBufferedReader(Path.of(args[0]));
                DynamoDbClient dynamoDb = DynamoDbClient.builder()
                        .endpointOverride(URI.create(args[1]))
                        .region(Region.US_EAST_2)
                        .credentialsProvider(
                                StaticCredentialsProvider.create(AwsBasicCredentials.create("CLASSROOM", "classroom")))
                        .build()) {
            new Threads(lines, dynamoDb, args[2]).load();
        }
    }

    private void load() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            Callable<Void> thread = () -> {
                for (List<String> batch = next(); !batch.isEmpty(); batch = next()) {
                    write(batch);
                }
                return null;
            };
            for (Future<Void> ended : threads.invokeAll(Collections.nCopies(THREADS, thread))) {
                ended.get();
            }
        } finally {
            threads.shutdown();
        }
    }

    private synchronized List<String> next() throws IOException {
        List<String> batch = new ArrayList<>();
        while (batch.size() < BATCH) {
            String line = lines.readLine();
            if (line == null) {
                break;
            }
            batch.add(line);
        }
        return batch;
    }

    private void write(List<String> batch) {
        Map<String, List<WriteRequest>> left = Map.of(
                table,
                batch.stream()
                        .map(line -> EnhancedDocument.fromJson(line).toMap())
                        .map(item -> WriteRequest.builder()
                                .putRequest(put -> put.item(item))
                                .build())
                        .toList());
        while (!left.isEmpty()) {
            Map<String, List<WriteRequest>> items = left;
            left = dynamoDb.batchWriteItem(request -> request.requestItems(items))
                    .unprocessedItems();
        }
    }
}
