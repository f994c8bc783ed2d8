package classroom.local;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The cloud assembly of the class: {@code cdk.out}, synthesized by the pinned CDK CLI when it is stale.
 *
 * <p>It is fresh while the CDK app, what the app packages, cdk.json, the CLI and the context options are those of the
 * last synth, and the folder is as that synth left it. The CLI gets no AWS variable, no AWS file and no CDK variable of the
 * user, so that it finds no account to ask and no other settings than cdk.json's.
 */
public final class Synthesis {
    private static final List<String> INPUTS = List.of(
            "cdk.json",
            "cdk.context.json",
            "package.json",
            "infra/target/infra.jar",
            "functions/target/functions-lambda.jar");

    /** These libraries never change under one name, but for our own. */
    private static final String LIBRARIES = "infra/target/lib";

    private final Home home;
    private final Runnable onStart;

    /** @param onStart is run when a synth is needed, before it starts: it takes seconds */
    public Synthesis(Home home, Runnable onStart) {
        this.home = home;
        this.onStart = onStart;
    }

    /**
     * The folder of a fresh assembly.
     *
     * @param context the CDK context options, each {@code key=value}
     * @throws CommandException if the synth fails; the message holds what the CDK said
     */
    public Path assembly(List<String> context) {
        Path output = home.root().resolve("cdk.out");
        Path stamp = home.target().resolve("synth.stamp");
        try {
            Files.createDirectories(home.target());
            try (FileChannel lock = FileChannel.open(
                    home.target().resolve("synth.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                // One synth at a time in a checkout: a second one would find the CLI's own lock and fail.
                lock.lock();
                String inputs = inputs(context);
                if (!Files.exists(stamp) || !Files.readString(stamp).equals(inputs + " " + outputs(output))) {
                    Files.deleteIfExists(stamp);
                    onStart.run();
                    synthesize(context);
                    Files.writeString(stamp, inputs + " " + outputs(output));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot synthesize into " + output + ": " + e.getMessage(), e);
        }
        return output;
    }

    private void synthesize(List<String> context) throws IOException {
        Path cli = home.root().resolve(Path.of("node_modules", "aws-cdk", "bin", "cdk"));
        if (!Files.exists(cli)) {
            throw new CommandException("the CDK CLI is missing: run ./classroom prepare once, with a network");
        }
        List<String> command =
                new ArrayList<>(List.of("node", cli.toString(), "synth", "--quiet", "--output", "cdk.out"));
        // The launch script has built what is stale; cdk.json's build step would look a second time.
        command.addAll(List.of("--build", "node -e 0"));
        context.forEach(option -> command.addAll(List.of("--context", option)));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(home.root().toFile()).redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        Environment.strip(environment);
        environment.keySet().removeIf(name -> name.startsWith("CDK_"));
        environment.put("AWS_CONFIG_FILE", nothing().toString());
        environment.put("AWS_SHARED_CREDENTIALS_FILE", nothing().toString());
        environment.put("AWS_EC2_METADATA_DISABLED", "true");
        environment.put("CDK_DISABLE_CLI_TELEMETRY", "true");
        environment.put("CDK_HOME", home.target().resolve("cdk-home").toString());
        environment.put("JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION", "20");
        preferThisJava(environment);
        builder.redirectInput(ProcessBuilder.Redirect.from(nothing().toFile()));
        Process process = builder.start();
        Thread stop = new Thread(() -> {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        });
        try {
            Runtime.getRuntime().addShutdownHook(stop);
        } catch (IllegalStateException e) {
            stop.run();
            throw new CommandException("interrupted");
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        int status = waitFor(process);
        try {
            Runtime.getRuntime().removeShutdownHook(stop);
        } catch (IllegalStateException e) {
            throw new CommandException("interrupted");
        }
        if (status != 0) {
            throw new CommandException("the synth failed: " + (said.isEmpty() ? "exit status " + status : said));
        }
    }

    private static Path nothing() {
        return Path.of(System.getProperty("os.name").startsWith("Windows") ? "NUL" : "/dev/null");
    }

    /** cdk.json says {@code java}: let that be the one that runs this. */
    private static void preferThisJava(Map<String, String> environment) {
        String path = environment.keySet().stream()
                .filter("PATH"::equalsIgnoreCase)
                .findFirst()
                .orElse("PATH");
        environment.merge(
                path,
                Path.of(System.getProperty("java.home"), "bin").toString(),
                (old, bin) -> bin + File.pathSeparator + old);
    }

    private static int waitFor(Process process) {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroy();
            throw new CommandException("interrupted");
        }
    }

    private String inputs(Collection<String> context) throws IOException {
        MessageDigest digest = sha256();
        for (String input : INPUTS) {
            add(digest, home.root(), home.root().resolve(input));
        }
        Path libraries = home.root().resolve(LIBRARIES);
        if (Files.isDirectory(libraries)) {
            try (Stream<Path> files = Files.list(libraries)) {
                for (Path file : files.sorted().toList()) {
                    if (file.toString().endsWith("-SNAPSHOT.jar")) {
                        add(digest, home.root(), file);
                    } else {
                        digest.update(bytes(file.getFileName() + "\0"));
                    }
                }
            }
        }
        context.forEach(option -> digest.update(bytes(option + "\0")));
        return HexFormat.of().formatHex(digest.digest());
    }

    /** What the folder holds, but for the CLI's lock files. */
    private static String outputs(Path output) throws IOException {
        if (!Files.isDirectory(output)) {
            return "none";
        }
        MessageDigest digest = sha256();
        try (Stream<Path> files = Files.walk(output)) {
            List<Path> sorted = files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith(".lock"))
                    .sorted()
                    .toList();
            for (Path file : sorted) {
                add(digest, output, file);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void add(MessageDigest digest, Path root, Path file) throws IOException {
        digest.update(bytes(root.relativize(file) + "\0"));
        if (Files.exists(file)) {
            digest.update(bytes(Files.size(file) + "\0"));
            try (InputStream in = Files.newInputStream(file)) {
                byte[] buffer = new byte[1 << 16];
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    digest.update(buffer, 0, read);
                }
            }
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
