package classroom.cli.command;

import classroom.cli.synth.Home;
import classroom.cloud.host.ClassData;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * The class data archive from which the launch scripts start this program ({@code target/cli.jsa}). A process that was
 * started without an archive has listed its classes. It makes the archive in the background, from all of its class
 * path; DynamoDB Local at its end is left out where the virtual machine would not use such an archive (decision 0044).
 * A process whose virtual machine cannot use the archive removes it, so that the next one makes a new one. After any
 * failure the program starts without an archive.
 */
final class ProgramArchive implements AutoCloseable {
    /** So that the first calls of a class are not disturbed. */
    private static final Duration PAUSE = Duration.ofSeconds(3);

    /** From this version on, Java refuses an archive if a jar's manifest names a folder, as DynamoDB Local's does. */
    private static final int REFUSES_FOLDERS = 24;

    private final Path folder;
    private final Thread worker = new Thread(this::work, "class data archive");

    ProgramArchive(Home home) {
        folder = home.target();
        worker.setDaemon(true);
        worker.setPriority(Thread.MIN_PRIORITY);
    }

    /** Makes or removes the archive, in the background. */
    void start() {
        worker.start();
    }

    /** Ends the process that makes an archive; none of its files stay. */
    @Override
    public void close() {
        worker.interrupt();
        try {
            worker.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void work() {
        Path archive = folder.resolve("cli.jsa");
        Path maker = folder.resolve("cli.jvm");
        Path list = folder.resolve("cli.lst");
        try {
            Thread.sleep(PAUSE.toMillis());
            if (Files.exists(archive)) {
                if (!Files.exists(maker) || !Files.readString(maker).equals(machine())) {
                    Files.delete(archive);
                }
            } else if (Files.exists(list)) {
                Files.writeString(maker, machine());
                make(list, archive);
            }
        } catch (IOException | RuntimeException e) {
            ClassData.debug("no class data archive of the class itself", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** An archive is of one build of the virtual machine; any other runs without, slower than with the JDK's own. */
    private static String machine() {
        return System.getProperty("java.vm.version") + " " + System.getProperty("java.home");
    }

    private void make(Path list, Path archive) throws IOException, InterruptedException {
        Path last = Path.of("lib", "last");
        List<Path> classPath = Arrays.stream(
                        System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .takeWhile(jar -> Runtime.version().feature() < REFUSES_FOLDERS
                        || !jar.getParent().endsWith(last))
                .toList();
        Path unfinished = Files.createTempDirectory(folder, "unfinished-");
        Path data = unfinished.resolve("data");
        try {
            ClassData.dump(list, data, classPath);
            Files.move(data, archive, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(data);
            Files.delete(unfinished);
        }
    }
}
