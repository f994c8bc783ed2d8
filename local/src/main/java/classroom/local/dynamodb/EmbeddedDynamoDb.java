package classroom.local.dynamodb;

import classroom.local.gateway.Protocol;
import classroom.local.iam.Identities;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBRequestHandler;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBServerHandler;
import software.amazon.dynamodb.services.local.shared.access.sqlite.SQLiteLibraryLoader;

/**
 * AWS's DynamoDB Local with its Streams in this process, unmodified, in memory or in a file: one database whatever the
 * access key and region. It opens no port until {@link #listen} asks for one of its own on 127.0.0.1, and never calls out:
 * neither {@code ServerRunner} (binds every interface) nor {@code DynamoDBEmbedded} is used, which send telemetry.
 *
 * <p>Its ARNs say {@code ddblocal} and it has no tags; {@link DynamoDb} is the face that AWS clients see.
 */
public final class EmbeddedDynamoDb implements AutoCloseable {
    /** Its name is DynamoDB Local's ({@code -sharedDb}). */
    private static final String FILE = "shared-local-instance.db";

    private static final String NATIVE_PREFIX = "classroom-sqlite-";
    private static final String AUTHORIZATION = "AWS4-HMAC-SHA256 Credential=" + Identities.TEACHER
            + "/20260101/local/dynamodb/aws4_request, SignedHeaders=host, Signature=none";

    private static boolean nativeLoaded;

    private final LocalDynamoDBRequestHandler database;
    private final LocalDynamoDBServerHandler handler;
    private final Optional<Path> file;
    private Server server;

    private EmbeddedDynamoDb(LocalDynamoDBRequestHandler database, Optional<Path> file) {
        this.database = database;
        this.file = file;
        handler = new LocalDynamoDBServerHandler(database, null);
    }

    /** Starts an empty database. */
    public static EmbeddedDynamoDb start() {
        loadNative();
        return new EmbeddedDynamoDb(new LocalDynamoDBRequestHandler(0, true, null, true, false), Optional.empty());
    }

    /**
     * Starts one whose tables, items and streams live in a folder, and are there again when it is started anew, however
     * it ended; one at a time.
     *
     * @throws IOException if the folder cannot be written to, or what is in it cannot be read
     */
    public static EmbeddedDynamoDb in(Path folder) throws IOException {
        loadNative();
        Files.createDirectories(folder);
        Path file = folder.resolve(FILE);
        DatabaseFile.prepare(file);
        EmbeddedDynamoDb database = new EmbeddedDynamoDb(
                new LocalDynamoDBRequestHandler(0, false, folder.toString(), true, false), Optional.of(file));
        // It opens its file at the first request.
        Answer answer =
                database.exchange("DynamoDB_20120810.ListTables", "{\"Limit\": 1}".getBytes(StandardCharsets.US_ASCII));
        if (answer.status() != 200) {
            database.close();
            throw new IOException("DynamoDB Local does not read it: "
                    + Protocol.json(answer.body()).path("Message").asText());
        }
        return database;
    }

    /**
     * What DynamoDB Local answers.
     *
     * @param status HTTP status
     * @param body JSON
     */
    record Answer(int status, byte[] body) {}

    /**
     * One operation, in the calling thread.
     *
     * @param target such as {@code DynamoDB_20120810.GetItem}
     */
    Answer exchange(String target, byte[] body) {
        HttpFields headers = HttpFields.build()
                .put("X-Amz-Target", target)
                .put("Authorization", AUTHORIZATION)
                .put("Content-Type", "application/x-amz-json-1.0")
                .put("Content-Length", body.length)
                .asImmutable();
        InProcessRequest request = new InProcessRequest(headers, body);
        InProcessResponse response = new InProcessResponse(request);
        CompletableFuture<Void> done = new CompletableFuture<>();
        try {
            handler.handle(request, response, Callback.from(done));
            done.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted in " + target, e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("DynamoDB Local failed in " + target, e.getCause());
        } catch (Exception e) {
            // Jetty declares that a handler may throw anything.
            throw new IllegalStateException("DynamoDB Local failed in " + target, e);
        }
        return new Answer(response.getStatus(), response.body());
    }

    /** Serves this database as it is, without the class's gateway, on a free port of 127.0.0.1; once per database. */
    public synchronized URI listen() {
        if (server != null) {
            throw new IllegalStateException("already listening");
        }
        QueuedThreadPool threads = new QueuedThreadPool(64);
        threads.setName("dynamodb-local");
        threads.setDaemon(true);
        server = new Server(threads);
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(configuration));
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(handler);
        try {
            server.start();
        } catch (Exception e) {
            // Jetty declares that a life cycle may throw anything.
            throw new IllegalStateException("DynamoDB Local does not start", e);
        }
        return URI.create("http://127.0.0.1:" + connector.getLocalPort());
    }

    /** Ends the database's threads, and forgets all data that is not in a folder. */
    @Override
    public synchronized void close() {
        try {
            if (server != null) {
                server.stop();
            }
        } catch (Exception e) {
            // Jetty declares that a life cycle may throw anything.
            throw new IllegalStateException("DynamoDB Local does not stop", e);
        } finally {
            database.shutdown();
            file.ifPresent(DatabaseFile::awaitClosed);
        }
    }

    /**
     * Loads the native SQLite, once in a process. DynamoDB Local unpacks it into {@code java.io.tmpdir} and leaves it
     * there, so that property points to a directory of our own for as long as this takes. On Windows a loaded library
     * cannot be deleted: what an earlier process left is deleted at the next start.
     */
    private static synchronized void loadNative() {
        if (nativeLoaded) {
            return;
        }
        String property = "java.io.tmpdir";
        String temporary = System.getProperty(property);
        try {
            sweep(Path.of(temporary));
            Path own = Files.createTempDirectory(NATIVE_PREFIX);
            System.setProperty(property, own.toString());
            try {
                SQLiteLibraryLoader.initialize();
            } finally {
                System.setProperty(property, temporary);
                delete(own);
            }
        } catch (Exception e) {
            // The loader declares Exception; whatever it is, there is no database without it.
            throw new IllegalStateException("DynamoDB Local's native SQLite does not load", e);
        }
        nativeLoaded = true;
    }

    private static void sweep(Path temporary) throws IOException {
        if (File.separatorChar != '\\') {
            return; // Elsewhere nothing is left behind, and another process may be loading its own just now.
        }
        try (DirectoryStream<Path> left = Files.newDirectoryStream(temporary, NATIVE_PREFIX + "*")) {
            left.forEach(EmbeddedDynamoDb::delete);
        }
    }

    private static void delete(Path directory) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                Files.delete(file);
            }
            Files.delete(directory);
        } catch (java.nio.file.AccessDeniedException inUse) {
            // Windows: this process, or the one that left it, still has it loaded; the next start tries again.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
