package classroom.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each benchmark once, small: that it works, not how long anything takes. {@code ./mvnw verify} builds them before. */
class BenchIT {
    @TempDir
    private Path temporary;

    @Test
    void coldStart_ofOneRound_writesFiguresAndAChart() throws Exception {
        Program.Result result = bench("cold-start", "--rounds", "1", "--seed", "1");

        assertThat(result.status()).as(result.output()).isZero();
        assertThat(result.output()).contains("--seed 1").containsPattern("ours \\d+ / naive \\d+ = 0\\.\\d\\d ");
        JsonNode figures = new ObjectMapper()
                .readTree(Files.readString(temporary.resolve("results").resolve("cold-start.json")));
        assertThat(figures.at("/contenders").size()).isEqualTo(4);
        assertThat(figures.at("/comparisons/0/wall ms/median").asDouble()).isPositive();
        assertThat(figures.at("/comparisons/0/cpu ms/median").asDouble()).isPositive();
        assertThat(figures.at("/facts/machine").asText()).contains("cores");
        assertThat(ImageIO.read(temporary
                                .resolve("results")
                                .resolve("cold-start.png")
                                .toFile())
                        .getWidth())
                .isGreaterThan(500);
        try (var left = Files.list(temporary)) {
            assertThat(left)
                    .extracting(Path::getFileName)
                    .map(Path::toString)
                    .noneMatch(name -> name.startsWith("classroom-bench"));
        }
    }

    @Test
    void bench_ofAnUnknownName_namesThoseThereAre() throws Exception {
        Program.Result result = bench("warm-start");

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.output()).contains("warm-start: there is no such benchmark; there are cold-start");
    }

    private Program.Result bench(String... arguments) throws Exception {
        String[] all = new String[arguments.length + 3];
        all[0] = "bench";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        all[all.length - 2] = "--results";
        all[all.length - 1] = temporary.resolve("results").toString();
        return Program.run(temporary, all);
    }
}
