package classroom.cli.command;

import classroom.cli.synth.Home;
import classroom.cli.terminal.CommandException;
import classroom.cloud.host.Child;
import classroom.template.language.Texts;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A copy of the project that runs and builds with no network and an empty home, on each of the three systems: nothing
 * in it is for one of them. It carries what npm and Maven have fetched: {@code node_modules}, and in {@value #MAVEN}
 * Maven itself and the part of its repository that the build takes ({@code build.mjs} uses that folder if it is there).
 * The JDK and Node.js are not in it.
 */
final class CarriedCopy {
    /** As {@code build.mjs} has it. */
    private static final String MAVEN = ".m2";

    private static final Set<String> MADE = Set.of("target", "cdk.out", MAVEN);

    /** Maven's note of where a file is from; without it, the file serves any repository. */
    private static final String ORIGIN = "_remote.repositories";

    /** The user's repository as one more that may be asked; whatever it lacks is fetched. */
    private static final String SETTINGS = """
            <settings>
              <profiles>
                <profile>
                  <id>carried</id>
                  <repositories><repository><id>user</id><url>%1$s</url></repository></repositories>
                  <pluginRepositories>
                    <pluginRepository><id>user</id><url>%1$s</url></pluginRepository>
                  </pluginRepositories>
                </profile>
              </profiles>
              <activeProfiles><activeProfile>carried</activeProfile></activeProfiles>
            </settings>
            """;

    private final Path root;
    private final Path to;

    private CarriedCopy(Path root, Path to) {
        this.root = root;
        this.to = to;
    }

    /**
     * Makes the copy, which takes a minute or two.
     *
     * @param to a folder that is empty or not there yet, outside the project
     * @return its size in bytes
     * @throws CommandException if the folder is another, or the copy cannot be built; then what is there stays
     */
    static long make(Home home, Path to) throws IOException {
        Path target = to.toAbsolutePath().normalize();
        if (target.startsWith(home.root())) {
            throw CommandException.ofValue(Texts.of("%s is in the folder of the class: name one elsewhere", to));
        }
        if (Files.exists(target) && !isEmpty(target)) {
            throw CommandException.ofValue(Texts.of("%s is not an empty folder: empty it, or name another", to));
        }
        CarriedCopy copy = new CarriedCopy(home.root(), target);
        copy.copy(home.root(), target, MADE);
        copy.build();
        return copy.size();
    }

    private static boolean isEmpty(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }

    /** Copies a folder, but not the folders below it that have one of these names. */
    private void copy(Path from, Path into, Set<String> without) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                if (without.contains(folder.getFileName().toString()) && !isOfNpm(folder)) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(into.resolve(from.relativize(folder)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path copied = into.resolve(from.relativize(file));
                Files.copy(file, copied, LinkOption.NOFOLLOW_LINKS, StandardCopyOption.COPY_ATTRIBUTES);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** A package may have a folder of the same name. */
    private boolean isOfNpm(Path folder) {
        return folder.startsWith(root.resolve("node_modules"));
    }

    private void build() throws IOException {
        // A copy can be copied on: what it carries may be all there is.
        Path own = root.resolve(MAVEN);
        Path user = Files.isDirectory(own) ? own : Path.of(System.getProperty("user.home"), MAVEN);
        Path maven = Optional.ofNullable(System.getenv("MAVEN_USER_HOME"))
                .map(Path::of)
                .orElse(user);
        Path carried = Files.createDirectories(to.resolve(MAVEN));
        if (Files.isDirectory(maven.resolve("wrapper"))) {
            copy(maven.resolve("wrapper"), carried.resolve("wrapper"), Set.of());
        }
        Path settings = carried.resolve("settings.xml");
        Files.writeString(
                settings, SETTINGS.formatted(user.resolve("repository").toUri()));
        ProcessBuilder builder = new ProcessBuilder("node", "build.mjs", "prepare").directory(to.toFile());
        builder.environment().put("MAVEN_ARGS", "-s " + MAVEN + "/settings.xml");
        if (Child.attached(builder) != 0) {
            throw new CommandException(Texts.of("the copy in %s cannot be built: see above", to));
        }
        Files.delete(settings);
        for (Path file : files()) {
            if (file.endsWith(ORIGIN)) {
                Files.delete(file);
            }
        }
    }

    private long size() throws IOException {
        long size = 0;
        for (Path file : files()) {
            size += Files.size(file);
        }
        return size;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(to)) {
            return files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .toList();
        }
    }
}
