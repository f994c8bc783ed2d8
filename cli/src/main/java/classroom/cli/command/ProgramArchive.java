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
 * started without one has listed its classes and makes it, in the background, of all but what stands last on its class
 * path; one whose virtual machine is another than the archive's removes it, so that the next one does. Whatever goes
 * wrong, the program starts without.
 */
final class ProgramArchive implements AutoCloseable {
    /** So that the first calls of a class are not disturbed. */
    private static final Duration PAUSE = Duration.ofSeconds(3);

    private final Path folder;
    private final Thread worker = new Thread(this::work, "class data archive");

    ProgramArchive(Home home) {
        folder = home.target();
        worker.setDaemon(true);
        worker.setPriority(Thread.MIN_PRIORITY);
    }

    /** Does what is to be done, in the background. */
    void start() {
        worker.start();
    }

    /** Ends what is being made; nothing of it is left. */
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
                .takeWhile(jar -> !jar.getParent().endsWith(last))
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
