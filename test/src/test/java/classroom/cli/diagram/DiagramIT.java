package classroom.cli.diagram;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.Documents;
import classroom.cli.command.Program;
import classroom.cloud.Cloud;
import classroom.cloud.SmallAssembly;
import classroom.template.assembly.CloudAssembly;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code diagram} as a process, on an assembly laid by hand. */
class DiagramIT {
    /** A locale with its own digits, and an encoding without half of the picture's characters. */
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

        String written = Files.readString(file, StandardCharsets.UTF_8);
        Documents.assertSame(
                "diagram: the file must be the same whoever draws",
                written,
                Picture.of(CloudAssembly.read(assembly, Cloud.ENVIRONMENT)));
        assertThat(written.contains("·") && written.contains("Small")).isTrue();
    }

    @Test
    void withoutAFile_itIsPrinted_andOneThatCannotBeWrittenIsNamed() throws Exception {
        Path assembly = SmallAssembly.write(folder.resolve("assembly"));

        Program.Result printed = Program.run(folder, "diagram", "--app", assembly.toString());

        assertThat(printed.status()).isZero();
        Documents.assertSame(
                "diagram: what is printed must be what a file gets",
                printed.output() + "\n",
                Picture.of(CloudAssembly.read(assembly, Cloud.ENVIRONMENT)));

        Program.Result refused = Program.run(folder, "diagram", "--app", assembly.toString(), "none/picture.svg");

        assertThat(refused.status()).isEqualTo(3);
        assertThat(refused.output())
                .startsWith("classroom: none/picture.svg cannot be written: ")
                .endsWith("name a file in a folder that is there and yours");
    }
}
