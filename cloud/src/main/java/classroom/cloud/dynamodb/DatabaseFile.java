package classroom.cloud.dynamodb;

import com.almworks.sqlite4java.SQLiteConnection;
import com.almworks.sqlite4java.SQLiteException;
import com.almworks.sqlite4java.SQLiteStatement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The SQLite file of DynamoDB Local, as it must be before DynamoDB Local opens it (docs/decisions/0020-data-folder.md).
 */
final class DatabaseFile {
    /**
     * This logger reports each connection, and prints a stack trace for errors that DynamoDB Local answers anyway. The
     * field keeps a reference, because otherwise the filter would be garbage collected. DynamoDB Local sets its level.
     */
    private static final Logger LOGGER = Logger.getLogger("com.almworks.sqlite4java");

    /** How long somebody else may have it, who is about to close it. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** DynamoDB Local keeps a record for a day. */
    private static final Duration OLD = Duration.ofHours(23);

    private DatabaseFile() {}

    /**
     * Makes the file if it does not exist.
     *
     * @param used whether DynamoDB Local must have had it open before
     * @return the highest sequence number of each second (since 1970) with stream records
     * @throws IOException if the file cannot be made or is not a database, or if a used one is missing or empty
     */
    static SortedMap<Long, Long> prepare(Path file, boolean used) throws IOException {
        if (used && !Files.exists(file)) {
            throw new IOException(file.getFileName() + " is missing; restore it from a copy if there is one");
        }
        LOGGER.setFilter(record -> record.getLevel().intValue() >= Level.SEVERE.intValue());
        SQLiteConnection connection = new SQLiteConnection(file.toFile());
        try {
            connection.open(true);
            connection.setBusyTimeout((int) PATIENCE.toMillis());
            if (used && !hasTable(connection, "dm")) {
                throw new IOException(file.getFileName() + " is empty; restore it from a copy if there is one, with"
                        + " the files beside it");
            }
            // Kept in the file: a commit then waits for the disk once instead of three times.
            connection.exec("PRAGMA journal_mode=WAL");
            if (!hasTable(connection, "us")) {
                return new TreeMap<>();
            }
            SortedMap<Long, Long> times = times(connection);
            // When DynamoDB Local opens the file, it deletes records older than a day, and continues counting from the
            // last one that is left, or from 1. A stream's sequence numbers must never start again: a reader that
            // continues after a higher number would miss all new records.
            long now = System.currentTimeMillis();
            connection.exec("UPDATE us SET CreationDateTime = " + now
                    + " WHERE SequenceNumber = (SELECT MAX(SequenceNumber) FROM us) AND CreationDateTime < "
                    + (now - OLD.toMillis()));
            return times;
        } catch (SQLiteException e) {
            throw new IOException("SQLite: " + e.getMessage(), e);
        } finally {
            connection.dispose();
        }
    }

    /** DynamoDB Local closes its file in a separate thread; SQLite deletes its log and then releases the lock. */
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

    private static SortedMap<Long, Long> times(SQLiteConnection connection) throws SQLiteException {
        SQLiteStatement statement = connection.prepare(
                "SELECT MAX(SequenceNumber), CreationDateTime / 1000 AS Second FROM us GROUP BY Second");
        try {
            SortedMap<Long, Long> times = new TreeMap<>();
            while (statement.step()) {
                times.put(statement.columnLong(0), statement.columnLong(1));
            }
            return times;
        } finally {
            statement.dispose();
        }
    }

    /** DynamoDB Local has a table {@code dm} for tables, and a table {@code us} for the records of streams. */
    private static boolean hasTable(SQLiteConnection connection, String name) throws SQLiteException {
        SQLiteStatement statement = connection.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?");
        try {
            statement.bind(1, name);
            return statement.step();
        } finally {
            statement.dispose();
        }
    }
}
