package classroom;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.infra.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The form of the main code's comments: the rules of plain English that a program can check. */
class JavadocTest {
    private static final int LONGEST = 120;

    @Test
    void mainCode_hasJavadocInOneForm() throws IOException {
        List<String> toDo = new ArrayList<>();
        for (Path file : files()) {
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                String line = lines.get(i).strip();
                String where = Project.ROOT.relativize(file) + ":" + (i + 1) + ": ";
                boolean begins = line.startsWith("/** ")
                        || i > 0 && lines.get(i - 1).strip().equals("/**");
                if (lines.get(i).length() > LONGEST) {
                    toDo.add(where + "break the line, it is longer than " + LONGEST);
                }
                if (line.contains("<code>")) {
                    toDo.add(where + "write {@code …} for <code>");
                }
                if (begins && line.replaceFirst("^/?\\*+ ", "").startsWith("The same")) {
                    toDo.add(where + "say what it is: \"The same\" does not stand alone");
                }
            }
        }

        assertThat(toDo).isEmpty();
    }

    private static List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>(List.of(Project.ROOT.resolve("infra/app.mjs")));
        for (String module : List.of("functions", "template", "infra", "cloud", "cli", "bench")) {
            try (Stream<Path> sources = Files.walk(Project.ROOT.resolve(module))) {
                sources.filter(file -> file.toString().endsWith(".java"))
                        .filter(file ->
                                !Project.ROOT.relativize(file).toString().contains("target"))
                        .forEach(files::add);
            }
        }
        return files;
    }
}
