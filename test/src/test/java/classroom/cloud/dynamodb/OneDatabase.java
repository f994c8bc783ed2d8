package classroom.cloud.dynamodb;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** A database for all tests of a class. */
abstract class OneDatabase {
    static EmbeddedDynamoDb database;

    @BeforeAll
    static void start() {
        database = EmbeddedDynamoDb.start();
    }

    @AfterAll
    static void stop() {
        database.close();
    }
}
