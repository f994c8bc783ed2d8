package classroom.cloud.host;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Makes class data archives (the {@code java} command's documentation, "Application Class Data Sharing"). */
public final class ClassData {
    private ClassData() {}

    /**
     * Makes an archive in a process of the lowest priority, which runs no code of the classes.
     *
     * @param names the list of the classes
     * @param data the archive's file
     * @param classPath jars; the archive holds for class paths that begin with them
     * @throws IOException if none could be made
     */
    public static void dump(Path names, Path data, Collection<Path> classPath)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        Path nice = Path.of("/usr/bin/nice");
        if (Files.isExecutable(nice)) {
            command.addAll(List.of(nice.toString(), "-n", "19"));
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // Only this collector writes the objects of the JDK's own classes that every archive has.
        command.addAll(List.of("-Xshare:dump", "-XX:+UseG1GC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData"));
        command.addAll(List.of("-Xlog:disable", "-XX:SharedClassListFile=" + names, "-XX:SharedArchiveFile=" + data));
        command.addAll(List.of("-cp", join(classPath)));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.DISCARD);
        Map<String, String> variables = builder.environment();
        variables.keySet().removeIf(name -> !name.equals("SystemRoot"));
        Utf8Locale.choose(variables);
        Process process = builder.start();
        try {
            process.getOutputStream().close();
            if (process.waitFor() != 0 || !Files.exists(data)) {
                throw new IOException("exit status " + process.exitValue());
            }
            // Some make it read-only, which on Windows nobody can remove.
            data.toFile().setWritable(true);
        } finally {
            while (process.isAlive()) {
                process.destroyForcibly().onExit().join();
            }
        }
    }

    /** Prints, on request, why an archive was not made or is not used: everything works without it. */
    public static void debug(String message, Exception cause) {
        if (System.getenv("CLASSROOM_DEBUG") != null) {
            System.err.println("classroom: " + message + ": " + cause);
        }
    }

    /** A class path of these files. */
    public static String join(Collection<Path> classPath) {
        return classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }
}
