package classroom.bench.calls;

import classroom.cloud.dynamodb.EmbeddedDynamoDb;
import java.io.IOException;

/**
 * DynamoDB Local alone, in memory ({@code -inMemory -sharedDb}), in this process. AWS's own {@code main} would send
 * telemetry and listen on every interface. The end of its input ends it.
 */
final class Bare {
    private Bare() {}

    public static void main(String[] none) throws IOException {
        try (EmbeddedDynamoDb database = EmbeddedDynamoDb.start()) {
            System.out.println(database.listen());
            System.in.read();
        }
    }
}
