package classroom.cloud.dynamodb;

import classroom.cloud.gateway.Protocol;
import classroom.cloud.identity.Identities;
import classroom.template.language.Texts;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
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
 * AWS's DynamoDB Local with its Streams in this process, unmodified, in memory or in a file: one database for all
 * access keys and regions. It opens no port until {@link #listen} opens one on 127.0.0.1, and it never calls the
 * network. It uses neither {@code ServerRunner} nor {@code DynamoDBEmbedded}: both send telemetry, and the first binds
 * every interface.
 *
 * <p>Its ARNs say {@code ddblocal}, and it has no tags; AWS clients see {@link DynamoDb} in front of it.
 */
public final class EmbeddedDynamoDb implements AutoCloseable {
    /** Its name is DynamoDB Local's ({@code -sharedDb}). */
    private static final String FILE = "shared-local-instance.db";

    private static final String NATIVE_PREFIX = "classroom-sqlite-";
    private static final Duration LOADING = Duration.ofMinutes(1);
    /** The least space that a write of SQLite needs. */
    private static final int PROBE = 64 << 10;

    private static final String AUTHORIZATION = "AWS4-HMAC-SHA256 Credential=" + Identities.TEACHER
            + "/20260101/local/dynamodb/aws4_request, SignedHeaders=host, Signature=none";

    private static boolean nativeLoaded;

    private final LocalDynamoDBRequestHandler database;
    private final LocalDynamoDBServerHandler handler;
    /** {@code null} if it is in memory. */
    private final Path file;

    private final RecordTimes times;
    private final Consumer<String> console;
    private final AtomicBoolean told = new AtomicBoolean();
    private final Set<String> tables = new ConcurrentSkipListSet<>();
    private Server server;

    private EmbeddedDynamoDb(
            LocalDynamoDBRequestHandler database, Path file, SortedMap<Long, Long> times, Consumer<String> console) {
        this.database = database;
        this.file = file;
        this.console = console;
        this.times = new RecordTimes(this::carryOut, Clock.systemUTC(), times);
        handler = new LocalDynamoDBServerHandler(database, null);
    }

    /** Starts an empty database. */
    public static EmbeddedDynamoDb start() {
        loadNative();
        return new EmbeddedDynamoDb(
                new LocalDynamoDBRequestHandler(0, true, null, true, false),
                null,
                Collections.emptySortedMap(),
                line -> {});
    }

    /**
     * Starts one that keeps its tables, items and streams in a folder. They are there again at the next start, also
     * after a kill. Only one may use the folder at a time.
     *
     * @param used whether an earlier one must have left its tables there
     * @param console gets one message if the disk is full
     * @throws IOException if the folder cannot be written, or its database cannot be read or is missing
     */
    public static EmbeddedDynamoDb in(Path folder, boolean used, Consumer<String> console) throws IOException {
        loadNative();
        Files.createDirectories(folder);
        Path file = folder.resolve(FILE);
        SortedMap<Long, Long> times = DatabaseFile.prepare(file, used);
        EmbeddedDynamoDb database = new EmbeddedDynamoDb(
                new LocalDynamoDBRequestHandler(0, false, folder.toString(), true, false), file, times, console);
        // It opens its file at the first request.
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        JsonNode last;
        do {
            Answer answer = database.exchange("DynamoDB_20120810.ListTables", Protocol.bytes(request));
            JsonNode page = Protocol.json(answer.body());
            if (answer.status() != 200) {
                database.close();
                throw new IOException("DynamoDB Local does not read it: "
                        + page.path("Message").asText());
            }
            page.path("TableNames").forEach(name -> database.tables.add(name.asText()));
            last = page.path("LastEvaluatedTableName");
            request.set("ExclusiveStartTableName", last);
        } while (last.isTextual());
        return database;
    }

    /** The names of its tables. A caller that creates or deletes a table through {@link #exchange} must update them. */
    Set<String> tables() {
        return tables;
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
        Answer answer = carryOut(target, body);
        if (answer.status() != 200) {
            return answer.status() < 500 || file == null ? answer : fault(answer, file);
        }
        if (DynamoDb.WRITES.contains(target.substring(target.indexOf('.') + 1))) {
            times.wrote();
        }
        return target.endsWith(".GetRecords") ? new Answer(200, times.toTheSecond(answer.body())) : answer;
    }

    /** A failure that the disk is to blame for says so; DynamoDB Local does not know. */
    private Answer fault(Answer answer, Path database) {
        try {
            Files.delete(Files.write(Files.createTempFile(database.getParent(), "probe", ""), new byte[PROBE]));
            return answer;
        } catch (IOException e) {
            String message = "The disk is full, or cannot be written to for another reason (" + e.getMessage()
                    + "): free some of it and try again";
            if (!told.getAndSet(true)) {
                console.accept(Texts.of(
                        "The disk is full, or cannot be written to for another reason (%s): free some of it"
                                + " and try again. Writes are refused until then.",
                        e.getMessage()));
            }
            return new Answer(
                    answer.status(), Protocol.bytes(Protocol.json(answer.body()).put("Message", message)));
        }
    }

    private Answer carryOut(String target, byte[] body) {
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
        times.close();
        try {
            if (server != null) {
                server.stop();
            }
        } catch (Exception e) {
            // Jetty declares that a life cycle may throw anything.
            throw new IllegalStateException("DynamoDB Local does not stop", e);
        } finally {
            database.shutdown();
            if (file != null) {
                DatabaseFile.awaitClosed(file);
            }
        }
    }

    /**
     * Loads the native SQLite, once in a process. DynamoDB Local unpacks it into {@code java.io.tmpdir} and leaves it
     * there, so meanwhile that property points to our own directory. On Windows a loaded library cannot be deleted, and
     * a process may be killed before it deletes the library: then the next start deletes it.
     */
    private static synchronized void loadNative() {
        if (nativeLoaded) {
            return;
        }
        String property = "java.io.tmpdir";
        String temporary = System.getProperty(property);
        try {
            Path own = Files.createTempDirectory(NATIVE_PREFIX);
            sweep(own);
            System.setProperty(property, own.toString());
            try {
                SQLiteLibraryLoader.initialize();
            } finally {
                System.setProperty(property, temporary);
                delete(own);
            }
        } catch (Exception e) {
            // The loader declares Exception; without the library there is no database.
            throw new IllegalStateException("DynamoDB Local's native SQLite does not load", e);
        }
        nativeLoaded = true;
    }

    /** Removes libraries that no process can be loading any more. */
    private static void sweep(Path own) throws IOException {
        Instant old = Instant.now().minus(LOADING);
        try (DirectoryStream<Path> all = Files.newDirectoryStream(own.getParent(), NATIVE_PREFIX + "*")) {
            for (Path left : all) {
                if (Files.isDirectory(left, LinkOption.NOFOLLOW_LINKS)
                        && Files.getOwner(left).equals(Files.getOwner(own))
                        && Files.getLastModifiedTime(left).toInstant().isBefore(old)) {
                    delete(left);
                }
            }
        }
    }

    private static void delete(Path directory) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                Files.delete(file);
            }
            Files.delete(directory);
        } catch (java.nio.file.AccessDeniedException | NoSuchFileException inUse) {
            // Windows: this process, or the one that left it, still has it loaded; the next start tries again.
            // Elsewhere
            // another class has removed it at the same time.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
