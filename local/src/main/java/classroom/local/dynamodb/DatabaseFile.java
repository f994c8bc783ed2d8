package classroom.local.dynamodb;

import com.almworks.sqlite4java.SQLiteConnection;
import com.almworks.sqlite4java.SQLiteException;
import com.almworks.sqlite4java.SQLiteStatement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The SQLite file of DynamoDB Local, as it must be before DynamoDB Local opens it (docs/decisions/0020-data-folder.md). */
final class DatabaseFile {
    /** It tells of each connection; kept, for otherwise its level would be forgotten. */
    private static final Logger LOGGER = Logger.getLogger("com.almworks.sqlite4java");

    /** How long somebody else may have it, who is about to close it. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private DatabaseFile() {}

    /**
     * Makes the file if it is not there.
     *
     * @throws IOException if it cannot be made, or is no database
     */
    static void prepare(Path file) throws IOException {
        LOGGER.setLevel(Level.WARNING);
        SQLiteConnection connection = new SQLiteConnection(file.toFile());
        try {
            connection.open(true);
            connection.setBusyTimeout((int) PATIENCE.toMillis());
            // Kept in the file: a commit then waits for the disk once instead of three times.
            connection.exec("PRAGMA journal_mode=WAL");
            if (hasStreams(connection)) {
                // DynamoDB Local forgets records of more than a day when it opens the file, and goes on counting from
                // the last one it still has, or from 1. A stream's sequence numbers must never begin anew: whoever
                // reads on after one would miss all that follow.
                connection.exec("UPDATE us SET CreationDateTime = " + System.currentTimeMillis()
                        + " WHERE SequenceNumber = (SELECT MAX(SequenceNumber) FROM us)");
            }
        } catch (SQLiteException e) {
            throw new IOException("SQLite: " + e.getMessage(), e);
        } finally {
            connection.dispose();
        }
    }

    /** DynamoDB Local closes its file in a thread of its own; SQLite deletes its log, and then lets others in. */
    static void awaitClosed(Path file) {
        Path log = file.resolveSibling(file.getFileName() + "-wal");
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (Files.exists(log) && System.nanoTime() < deadline) {
                Thread.sleep(1);
            }
            SQLiteConnection connection = new SQLiteConnection(file.toFile());
            try {
                connection.open(false);
                connection.setBusyTimeout((int) PATIENCE.toMillis());
                connection.exec("SELECT 1 FROM sqlite_master");
            } finally {
                connection.dispose();
            }
        } catch (SQLiteException e) {
            // It is not there any more, or no database: nobody has it, then.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean hasStreams(SQLiteConnection connection) throws SQLiteException {
        SQLiteStatement statement =
                connection.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'us'");
        try {
            return statement.step();
        } finally {
            statement.dispose();
        }
    }
}
