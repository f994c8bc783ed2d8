package classroom.lessons;

import classroom.clients.ClassProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A student's two terminals. One is bash, which continues from block to block; in the other a local class runs. Their
 * folder has the project's content with two differences: {@code ./classroom} starts the program without the build,
 * which would run Maven inside Maven, and there are the files that a student leaves.
 */
final class Room implements AutoCloseable {
    private final Path folder;
    private final Path blocks;
    private final Process shell;
    private final Writer keys;
    private final BufferedReader status;
    private Process other;
    private int count;

    private Room(Path temporary) throws IOException {
        folder = Files.createDirectory(temporary.resolve("classroom"));
        blocks = Files.createDirectory(temporary.resolve("blocks"));
        furnish();
        shell = builder("bash").redirectError(ProcessBuilder.Redirect.INHERIT).start();
        keys = shell.outputWriter(StandardCharsets.UTF_8);
        status = shell.inputReader(StandardCharsets.UTF_8);
    }

    static Room in(Path temporary) throws IOException {
        return new Room(temporary);
    }

    private void furnish() throws IOException {
        try (Stream<Path> entries = Files.list(ClassProcess.root())) {
            for (Path entry : entries.toList()) {
                Path own = folder.resolve(entry.getFileName());
                if (entry.endsWith("classroom")) {
                    Files.writeString(
                            own,
                            ClassProcess.classroom().stream()
                                    .map(word -> "'" + word + "'")
                                    .collect(Collectors.joining(" ", "#!/bin/sh\nexec ", " \"$@\"\n")));
                    Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwx------"));
                } else {
                    Files.createSymbolicLink(own, entry);
                }
            }
        }
    }

    private ProcessBuilder builder(String... command) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        ClassProcess.choose(builder);
        ClassProcess.keepIn(builder);
        // A student who skips the lesson's setup must reach nothing.
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
        builder.environment().put("AWS_CONFIG_FILE", "/dev/null");
        builder.environment().put("AWS_SHARED_CREDENTIALS_FILE", "/dev/null");
        builder.environment().put("AWS_EC2_METADATA_DISABLED", "true");
        return builder;
    }

    /**
     * A block's output, including standard error, and its result.
     *
     * @param status of its last command
     */
    record Result(int status, String printed) {}

    /** Types it into the first terminal, where the program speaks this language, and waits for its end. */
    Result run(String text, String language) throws IOException {
        Path block = write(text);
        Path out = blocks.resolve(block.getFileName() + ".out");
        keys.write("export CLASSROOM_LANG=%s\n. '%s' >'%s' 2>&1 </dev/null; echo $?\n".formatted(language, block, out));
        keys.flush();
        String ended = status.readLine();
        if (ended == null) {
            throw new AssertionError("the shell has ended:\n" + Files.readString(out));
        }
        return new Result(Integer.parseInt(ended), Files.readString(out));
    }

    /** Types it into the other terminal, where it stays; what ran there is stopped. */
    Path keep(String text, String language) throws IOException {
        stopOther();
        Path block = write(text);
        Path out = blocks.resolve(block.getFileName() + ".out");
        ProcessBuilder terminal = builder("bash", block.toString());
        terminal.environment().put("CLASSROOM_LANG", language);
        other = terminal.redirectErrorStream(true).redirectOutput(out.toFile()).start();
        return out;
    }

    private Path write(String text) throws IOException {
        count++;
        return Files.writeString(blocks.resolve("block" + count + ".sh"), text);
    }

    private void stopOther() {
        if (other != null) {
            stop(other);
        }
    }

    private static void stop(Process process) {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        process.onExit().join();
    }

    @Override
    public void close() throws IOException {
        stopOther();
        stop(shell);
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : entries.filter(Files::isSymbolicLink).toList()) {
                Files.delete(entry);
            }
        }
    }
}
