package classroom.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The files of other local classes in the system's temporary folder that a starting one removes, and those that it
 * keeps.
 */
class TemporaryFolderTest {
    private static final FileTime AN_HOUR_AGO = FileTime.from(Instant.now().minusSeconds(3600));

    @TempDir
    private Path folder;

    private Path temporary;
    private Path outside;

    @BeforeEach
    void create() throws IOException {
        temporary = Files.createDirectory(folder.resolve("tmp"));
        outside = Files.createDirectory(folder.resolve("outside"));
        Files.writeString(outside.resolve("letter"), "");
        Files.writeString(outside.resolve("lock"), "");
    }

    private Path left(String name) throws IOException {
        Path left = Files.createDirectories(temporary.resolve(name).resolve("task/lib"))
                .getParent()
                .getParent();
        Files.writeString(left.resolve("task/lib/code.jar"), "code");
        Files.writeString(left.resolve("lock"), "");
        Files.createSymbolicLink(left.resolve("task/link"), outside);
        Files.createSymbolicLink(left.resolve("dangling"), outside.resolve("nothing"));
        return left;
    }

    private void sweep() throws IOException {
        TemporaryFolder.make(temporary).close();
    }

    @Test
    void folderOfAClassThatIsDead_isRemoved_andNothingThatALinkInItLeadsTo() throws IOException {
        Path left = left("classroom-1-7");

        sweep();

        assertThat(left).doesNotExist();
        assertThat(outside.resolve("letter")).exists();
        assertThat(temporary).isEmptyDirectory();
    }

    /** In a container each local class may have the same process id as the one before. */
    @Test
    void folderOfAClassThatIsDead_andHadThisProcessesId_isRemoved() throws IOException {
        Path left = left("classroom-" + ProcessHandle.current().pid() + "-7");

        sweep();

        assertThat(left).doesNotExist();
    }

    @Test
    void folderOfAClassThatLives_stays_andItsProcesses() throws Exception {
        Path left = left("classroom-1-7");
        Process process = new ProcessBuilder("sleep", "300").start();
        Files.writeString(
                left.resolve("processes"),
                "mark\n" + process.pid() + " " + process.info().startInstant().orElseThrow() + "\n");
        Process holder = holder(left);
        try {
            assertThat(holder.getInputStream().read()).isEqualTo('1');
            sweep();
            assertThat(left.resolve("task/lib/code.jar")).exists();
            assertThat(process.isAlive()).isTrue();
            holder.destroyForcibly().waitFor();
            sweep();
            assertThat(left).doesNotExist();
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        } finally {
            holder.destroyForcibly();
            process.destroyForcibly();
        }
    }

    @Test
    void ownFolder_staysLockedWhileAnotherIsMade() throws IOException {
        try (TemporaryFolder first = TemporaryFolder.make(temporary)) {
            sweep();
            assertThat(first.path().resolve("lock")).exists();
            Process other = holder(first.path());
            assertThat(other.getInputStream().read()).isEqualTo('0');
            other.destroyForcibly();
        }
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void linkInPlaceOfAFolder_andFoldersOfOthers_stay() throws IOException {
        Path link = Files.createSymbolicLink(temporary.resolve("classroom-1-7"), outside);
        Path file = Files.createFile(temporary.resolve("classroom-1-8"));
        Path nowhere = Files.createSymbolicLink(temporary.resolve("classroom-1-9"), outside.resolve("nothing"));
        Path other = left("classroom-notes-7");
        Path bench = left("classroom-bench-7");

        sweep();

        assertThat(link).isSymbolicLink();
        assertThat(file).exists();
        assertThat(nowhere).isSymbolicLink();
        assertThat(outside.resolve("lock")).exists();
        assertThat(other.resolve("task/lib/code.jar")).exists();
        assertThat(bench.resolve("task/lib/code.jar")).exists();
    }

    @Test
    void folderOfAnotherUser_stays() throws IOException {
        Path left = left("classroom-1-7");
        try {
            Files.setAttribute(left, "unix:uid", 12345);
        } catch (IOException e) {
            Assumptions.abort("only root can give a folder away");
        }

        sweep();

        assertThat(left.resolve("task/lib/code.jar")).exists();
    }

    @Test
    void folderWithoutALock_isSomebodysWhoStarts_untilItIsOld() throws IOException {
        Path left = Files.createDirectory(temporary.resolve("classroom-1-7"));
        sweep();
        assertThat(left).exists();

        Files.setLastModifiedTime(left, AN_HOUR_AGO);
        sweep();
        assertThat(left).doesNotExist();
    }

    private static Process holder(Path folder) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        folder.resolve("lock").toString())
                .start();
    }

    /** Locks a file until it is killed, and prints whether it could: 1 or 0. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] args) throws Exception {
            FileChannel channel = FileChannel.open(Path.of(args[0]), StandardOpenOption.WRITE);
            System.out.print(channel.tryLock() == null ? '0' : '1');
            System.out.flush();
            Thread.sleep(60_000);
        }
    }
}
