package classroom.local;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.local.cloudformation.CloudAssembly;
import classroom.local.diagram.Picture;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code diagram} as a process, on an assembly laid by hand. */
class DiagramIT {
    /** A locale with digits of its own, and an encoding that lacks half of the picture's characters. */
    private static final Map<String, String> ELSEWHERE = Map.of(
            "JAVA_TOOL_OPTIONS",
            "-Duser.language=ar -Duser.country=EG -Duser.extensions=u-nu-arab -Dfile.encoding=ISO-8859-1");

    @TempDir
    private Path folder;

    @Test
    void file_isTheSameWhoeverDraws() throws Exception {
        Path assembly = SmallAssembly.write(folder.resolve("assembly"));
        Path file = folder.resolve("picture.svg");

        try (Program program = Program.start(
                folder, Program.ROOT, ELSEWHERE, "diagram", "--app", assembly.toString(), file.toString())) {
            assertThat(program.end().status()).isZero();
        }

        assertThat(Files.readString(file, StandardCharsets.UTF_8))
                .isEqualTo(Picture.of(CloudAssembly.read(assembly, LocalClass.REGION)))
                .contains("·", "Small");
    }

    @Test
    void withoutAFile_itIsPrinted_andOneThatCannotBeWrittenIsNamed() throws Exception {
        Path assembly = SmallAssembly.write(folder.resolve("assembly"));

        Program.Result printed = Program.run(folder, "diagram", "--app", assembly.toString());

        assertThat(printed.status()).isZero();
        assertThat(printed.output() + "\n").isEqualTo(Picture.of(CloudAssembly.read(assembly, LocalClass.REGION)));

        Program.Result refused = Program.run(folder, "diagram", "--app", assembly.toString(), "none/picture.svg");

        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.output())
                .startsWith("classroom: cannot write ")
                .endsWith("name a file in a folder that is there");
    }
}
