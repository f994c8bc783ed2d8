package classroom.bench.synth;

import classroom.bench.Folder;
import classroom.cli.synth.Cdk;
import classroom.cli.synth.Home;
import classroom.cloud.host.Child;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The class's CDK app in the form that {@code cdk init app --language java} of the pinned CLI writes: one Maven module
 * that each synth compiles and runs by {@code mvn}, with aws-cdk-lib's own validation on. Its sources are those of the
 * class.
 */
final class InitForm {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * The libraries that the class needs and {@code cdk init} does not add: each artifact by the beginning of its
     * file's name.
     */
    private static final List<Dependency> MORE = List.of(
            new Dependency("io.github.cdklabs", "cdknag"),
            new Dependency("com.fasterxml.jackson.core", "jackson-databind"),
            new Dependency("com.amazonaws", "aws-lambda-java-core"),
            new Dependency("org.crac", "crac"),
            new Dependency("software.amazon.awssdk", "dynamodb"),
            new Dependency("software.amazon.awssdk", "url-connection-client"));

    private InitForm() {}

    private record Dependency(String group, String artifact) {}

    /**
     * Lays it out.
     *
     * @param folder an empty one
     * @param mvn the Maven that it is to be run by
     * @return the project's folder
     */
    static Path lay(Home home, Path folder, String mvn) throws IOException {
        Path project = Files.createDirectory(folder.resolve("classroom"));
        Child.Outcome outcome =
                new Cdk(home).run(List.of("init", "app", "--language", "java", "--generate-only"), project);
        if (outcome.status() != 0) {
            throw new IOException("cdk init failed: " + outcome.output());
        }
        new Folder(project.resolve("src")).close();
        for (String module : List.of("functions", "template", "infra")) {
            copy(home.root().resolve(module).resolve("src"), project.resolve("src"));
        }
        // In the place beside the project where the app looks for it.
        Path code = folder.resolve(Path.of("asset", "target", "functions-lambda.jar"));
        Files.createDirectories(code.getParent());
        Files.copy(home.root().resolve(Path.of("asset", "target", "functions-lambda.jar")), code);
        writePom(home, project.resolve("pom.xml"));
        ObjectNode settings =
                (ObjectNode) JSON.readTree(project.resolve("cdk.json").toFile());
        settings.put("app", settings.get("app").asText().replaceFirst("^mvn", mvn));
        // The class's own feature flags, so that both make the same template.
        settings.set(
                "context",
                JSON.readTree(home.root().resolve("cdk.json").toFile()).get("context"));
        JSON.writeValue(project.resolve("cdk.json").toFile(), settings);
        return project;
    }

    /** The versions of the class in place of ranges, for which Maven would ask the registry at each synth. */
    private static void writePom(Home home, Path file) throws IOException {
        StringBuilder dependencies = new StringBuilder("<dependencies>\n");
        for (Dependency one : MORE) {
            dependencies.append(dependency(one.group(), one.artifact(), version(home, one.artifact())));
        }
        String pom = Files.readString(file)
                .replaceFirst("<cdk.version>.*</cdk.version>", element("cdk.version", version(home, "aws-cdk-lib")))
                .replaceFirst(
                        "<constructs.version>.*</constructs.version>",
                        element("constructs.version", version(home, "constructs")))
                .replaceFirst("<mainClass>.*</mainClass>", element("mainClass", "classroom.infra.ClassroomApp"))
                .replaceFirst("<dependencies>\n", dependencies.toString());
        Files.writeString(file, pom);
    }

    private static String dependency(String group, String artifact, String version) {
        return "<dependency>" + element("groupId", group) + element("artifactId", artifact)
                + element("version", version) + "</dependency>\n";
    }

    private static String element(String name, String content) {
        return "<" + name + ">" + content + "</" + name + ">";
    }

    /** That of the app's own library, from the name of its file. */
    private static String version(Home home, String artifact) throws IOException {
        try (Stream<Path> files = Files.list(home.root().resolve(Path.of("infra", "target", "lib")))) {
            Optional<String> version = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches(artifact + "-\\d.*\\.jar"))
                    .map(name -> name.substring(artifact.length() + 1, name.length() - ".jar".length()))
                    .findFirst();
            return version.orElseThrow(() -> new IOException("infra/target/lib has no " + artifact));
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }
}
