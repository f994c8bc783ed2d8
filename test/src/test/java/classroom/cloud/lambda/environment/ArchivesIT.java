package classroom.cloud.lambda.environment;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.Waiting;
import classroom.cloud.lambda.handlers.Echo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes that take their classes from an archive: what makes it, and that nothing depends on it. */
@Timeout(240)
class ArchivesIT {
    private static final String ARCHIVED = "source: shared objects file";
    private static final String MARK = "GREENMANGO";

    @TempDir
    private Path folder;

    private Path archives;
    private Path code;
    private TestClass room;

    @BeforeEach
    void start() throws IOException {
        archives = folder.resolve("archives");
        code = TestAsset.jar(folder);
        room = room();
    }

    @AfterEach
    void stop() {
        room.close();
    }

    private TestClass room() throws IOException {
        return new TestClass(Files.createTempDirectory(folder, "class"), List.of(), Archives.in(archives));
    }

    /** Where the process of a first invocation has the handler's class from. */
    private String source(TestClass where, Path jar) throws IOException {
        Path loading = Files.createTempFile(folder, "loading", ".log");
        where.functions.put(TestFunction.of(Echo.class, jar)
                .with(Map.of("JAVA_TOOL_OPTIONS", "-Xlog:class+load:file=" + loading))
                .build());
        assertThat(where.answer("Echo", "{\"nome\":\"" + MARK + "\"}")).contains(MARK);
        try (Stream<String> lines = Files.lines(loading)) {
            return lines.filter(line -> line.contains(Echo.class.getName() + " source:"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Waits until there is one whole archive, and nothing more is being made. */
    static Path awaitArchive(Path archives) {
        return await(archives, found -> found.size() == 1).get(0);
    }

    private static List<Path> await(Path archives, Predicate<List<Path>> wanted) {
        List<Path> whole = Waiting.patiently()
                .ignoreExceptions() // Something was moved meanwhile.
                .until(
                        () -> {
                            try (Stream<Path> files = Files.walk(archives)) {
                                return files.toList();
                            }
                        },
                        all -> wanted.test(finished(all)) && all.stream().noneMatch(ArchivesIT::isUnfinished));
        return finished(whole);
    }

    private static List<Path> finished(List<Path> files) {
        return files.stream().filter(file -> file.toString().endsWith(".jsa")).toList();
    }

    private static boolean isUnfinished(Path file) {
        return file.getFileName().toString().startsWith("unfinished-");
    }

    @Test
    void firstInvocation_makesAnArchive_thatTheNextProcessUses() throws IOException {
        assertThat(source(room, code)).doesNotContain(ARCHIVED);
        awaitArchive(archives);
        assertThat(source(room, code)).contains(ARCHIVED);
        try (TestClass later = room()) {
            assertThat(source(later, code)).contains(ARCHIVED);
        }
    }

    @Test
    @Tag("long")
    void archive_isOfTheJarsContent_whereverItLies() throws IOException {
        source(room, code);
        awaitArchive(archives);
        Path same =
                Files.copy(code, Files.createDirectory(folder.resolve("copy")).resolve("handlers.jar"));
        assertThat(source(room, same)).contains(ARCHIVED);
        // A comment at a zip archive's end: one byte of another content.
        byte[] other = Files.readAllBytes(code);
        byte[] longer = Arrays.copyOf(other, other.length + 1);
        longer[other.length - 2] = 1;
        Files.write(same, longer);
        assertThat(source(room, same)).doesNotContain(ARCHIVED);
        await(archives, found -> found.size() == 2);
        assertThat(source(room, same)).contains(ARCHIVED);
        assertThat(source(room, code)).contains(ARCHIVED);
    }

    @Test
    void archive_holdsNothingThatAFunctionWasGiven() throws IOException {
        source(room, code);
        Path archive = awaitArchive(archives);
        try (Stream<Path> files = Files.list(archive.getParent())) {
            for (Path file : files.toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(MARK)
                        .doesNotContain("AWS_SECRET_ACCESS_KEY=");
            }
        }
    }

    @Test
    @Tag("long")
    void brokenArchive_isNotUsed_andMadeAgain() throws IOException {
        source(room, code);
        Path archive = awaitArchive(archives);
        byte[] whole = Files.readAllBytes(archive);
        byte[] flipped = whole.clone();
        for (int i = whole.length / 4; i < whole.length / 2; i++) {
            flipped[i] ^= 0x55;
        }
        for (byte[] broken : List.of(flipped, Arrays.copyOf(whole, whole.length / 3), new byte[0])) {
            Files.write(archive, broken);
            try (TestClass later = room()) {
                assertThat(source(later, code)).doesNotContain(ARCHIVED);
                archive = awaitArchive(archives);
                assertThat(source(later, code)).contains(ARCHIVED);
            }
        }
    }

    @Test
    void brokenCopyOfAJar_isReplaced() throws IOException {
        source(room, code);
        Path copy = awaitArchive(archives).resolveSibling("handlers.jar");
        Files.write(copy, new byte[] {1, 2, 3});
        try (TestClass later = room()) {
            assertThat(source(later, code)).doesNotContain(ARCHIVED);
            assertThat(copy).hasSameBinaryContentAs(code);
        }
    }

    @Test
    @Tag("long")
    void archiveThatTheMachineRefuses_saysNothingInTheFunctionsLog() throws IOException {
        source(room, code);
        Path archive = awaitArchive(archives);
        // Not seen by this class, which has found it whole.
        Files.write(archive, "no archive".getBytes(StandardCharsets.UTF_8));
        room.put(TestFunction.of(Echo.class, code).named("quiet").build());
        assertThat(room.answer("quiet", "{\"a\":1}")).isEqualTo("{\"a\":1}");
        assertThat(room.logged("quiet")).hasSize(3).allMatch(line -> line.matches("(START|END|REPORT) .*"));
    }

    @Test
    void removedCache_isMissedByNobody() throws IOException {
        source(room, code);
        awaitArchive(archives);
        Folders.delete(archives);
        assertThat(archives).doesNotExist();
        assertThat(source(room, code)).doesNotContain(ARCHIVED);
    }

    @Test
    void cacheThatCannotBeWritten_isMissedByNobody() throws IOException {
        Files.writeString(archives, "a file in the way");
        assertThat(source(room, code)).doesNotContain(ARCHIVED);
    }

    @Test
    @Tag("long")
    void twoClassesAtOnce_endUpWithOneArchive() throws Exception {
        try (TestClass other = room()) {
            Thread thread = new Thread(() -> {
                try {
                    source(other, code);
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            thread.start();
            source(room, code);
            thread.join();
            Waiting.until(() ->
                    source(room, code).contains(ARCHIVED) && source(other, code).contains(ARCHIVED));
            awaitArchive(archives);
        }
    }

    @Test
    @Tag("long")
    void closedClass_leavesNothingUnfinished() throws Exception {
        source(room, code);
        // Its archive is being made.
        Waiting.patiently().ignoreExceptions().until(() -> {
            try (Stream<Path> files = Files.walk(archives)) {
                return files.anyMatch(ArchivesIT::isUnfinished);
            }
        });
        room.close();
        try (Stream<Path> left = Files.list(archives)) {
            assertThat(left).noneMatch(ArchivesIT::isUnfinished);
        }
        assertThat(ProcessHandle.current().descendants())
                .noneMatch(
                        p -> p.info().command().filter(c -> c.contains("java")).isPresent());
        room = room();
    }

    @Test
    void oldestFolders_areRemoved() throws IOException {
        for (int i = 0; i < Archives.KEPT + 2; i++) {
            Files.createDirectories(archives.resolve("000" + i));
            Files.setLastModifiedTime(archives.resolve("000" + i), FileTime.fromMillis(1_000_000L * (i + 1)));
        }
        source(room, code);
        try (Stream<Path> left = Files.list(archives)) {
            assertThat(left.map(f -> f.getFileName().toString()).filter(n -> n.startsWith("000")))
                    .containsExactlyInAnyOrder("0003", "0004", "0005");
        }
    }
}
