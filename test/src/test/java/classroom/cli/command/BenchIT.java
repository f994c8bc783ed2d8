package classroom.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each benchmark once, small: that it works, not how long anything takes. {@code ./mvnw verify} builds them before; those
 * that run the scripts, which build by themselves, are run by {@code .ci/run}.
 */
class BenchIT {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @TempDir
    private Path temporary;

    @Test
    @Tag("long")
    void coldStart_ofOneRound_writesFiguresAndAChart() throws Exception {
        Program.Result result = bench("cold-start", "--rounds", "1", "--seed", "1");

        assertThat(result.status()).as(result.output()).isZero();
        assertThat(result.output()).contains("--seed 1").containsPattern("ours \\d+ / naive \\d+ = 0\\.\\d\\d ");
        JsonNode figures = figures("cold-start");
        assertThat(figures.at("/contenders").size()).isEqualTo(4);
        assertThat(figures.at("/comparisons/0/wall ms/median").asDouble()).isPositive();
        assertThat(figures.at("/comparisons/0/cpu ms/median").asDouble()).isPositive();
        assertThat(figures.at("/facts/machine").asText()).contains("cores");
    }

    @Test
    @Tag("long")
    void load_ofAFewRecords_writesTheRateOfEach() throws Exception {
        Program.Result result = bench("load", "--rounds", "1", "--records", "200");

        assertThat(result.status()).as(result.output()).isZero();
        assertThat(result.output())
                .containsPattern("./classroom load / 8 threads = \\d+\\.\\d\\d .*goal at least 0.7: ");
        JsonNode figures = figures("load");
        for (String contender : List.of("./classroom load", "8 threads", "8 threads, no gateway")) {
            assertThat(figures.path("contenders")
                            .path(contender)
                            .at("/records~1s/median")
                            .asDouble())
                    .as(contender)
                    .isPositive();
        }
        assertThat(figures.at("/facts/boto3").asText().startsWith("left out"))
                .isNotEqualTo(figures.path("contenders").has("boto3 batch_writer"));
        assertThat(figures.at("/facts/records").asText()).isEqualTo("200");
        assertThat(figures.at("/facts/DynamoDB Local").asText()).startsWith("DynamoDBLocal-");
    }

    @Test
    @Tag("long")
    void snapStart_ofOneRound_writesFiguresOfASimulation() throws Exception {
        Program.Result result = bench("snap-start", "--rounds", "1", "--seed", "1");

        assertThat(result.status()).as(result.output()).isZero();
        assertThat(result.output())
                .contains("SnapStart, simulated", "not Lambda")
                .containsPattern("primed \\d+ / unprimed \\d+ = 0\\.\\d\\d .*no goal");
        JsonNode figures = figures("snap-start");
        assertThat(figures.at("/contenders").size()).isEqualTo(3);
        assertThat(figures.at("/comparisons/0/wall ms/median").asDouble()).isPositive();
        assertThat(figures.at("/comparisons/0/cpu ms/median").asDouble()).isPositive();
        assertThat(figures.path("title").asText()).contains("simulated", "no snapshot");
    }

    @Test
    @Tag("long")
    void growth_ofSmallTables_countsWhatIsReadOfEach() throws Exception {
        Program.Result result = bench("growth", "--rounds", "1", "--records", "2500");

        assertThat(result.status()).as(result.output()).isZero();
        JsonNode contenders = figures("growth").path("contenders");
        for (int size : List.of(25, 250, 2500)) {
            JsonNode query = contenders.path(String.format(Locale.ROOT, "query %,d", size));
            assertThat(query.at("/items/median").asInt()).isEqualTo(25);
            assertThat(query.at("/scanned/median").asInt()).isEqualTo(25);
            assertThat(query.at("/capacity units/median").asDouble()).isEqualTo(1);
            assertThat(query.at("/ms/median").asDouble()).isPositive();
            JsonNode scan = contenders.path(String.format(Locale.ROOT, "scan %,d", size));
            assertThat(scan.at("/items/median").asInt()).isEqualTo(size);
            assertThat(scan.at("/scanned/median").asInt()).isEqualTo(size);
            assertThat(scan.at("/requests/median").asInt()).isEqualTo(1 + size / 1000);
            assertThat(scan.at("/ms per 1,000 books/median").asDouble()).isPositive();
        }
        assertThat(result.output())
                .containsPattern("query 2,500 / query 25 = \\d+\\.\\d\\d .*goal at most 1.3: ")
                .contains("query 2,500 / query 25 = 1.00 (quartiles 1.00 to 1.00), goal at most 1.0: met");
    }

    @Test
    @Tag("long")
    void streams_ofASmallBurst_areHandledInOrder() throws Exception {
        Program.Result result = bench("streams", "--rounds", "1", "--records", "50");

        assertThat(result.status()).as(result.output()).isZero();
        assertThat(result.output()).contains("a put: goal at most 60.0: ", "idle: goal at most 2.0: ");
        JsonNode figures = figures("streams");
        for (String contender : List.of("a put", "50 changes of 1 book", "50 changes of 5 books")) {
            assertThat(figures.path("contenders")
                            .path(contender)
                            .at("/ms/median")
                            .asDouble())
                    .as(contender)
                    .isPositive();
        }
        assertThat(figures.path("contenders").path("idle").has("% of a core")).isTrue();
        assertThat(figures.path("limits").size()).isEqualTo(4);
    }

    @Test
    @Tag("long")
    void invoke_ofOneRound_writesBothMedians() throws Exception {
        Program.Result result = bench("invoke", "--rounds", "1");

        assertThat(result.status()).as(result.output()).isZero();
        JsonNode figures = figures("invoke");
        assertThat(figures.at("/contenders/hello/wall ms/median").asDouble()).isPositive();
        assertThat(figures.at("/contenders/account-get/wall ms/median").asDouble())
                .isPositive();
        assertThat(figures.path("limits").size()).isEqualTo(2);
    }

    @Test
    @Tag("long")
    void calls_ofAFew_writesMediansAndTailsOfBoth() throws Exception {
        Program.Result result = bench("calls", "--rounds", "1", "--records", "8");

        assertThat(result.status()).as(result.output()).isZero();
        JsonNode figures = figures("calls");
        for (String contender : List.of("the class", "DynamoDB Local alone")) {
            JsonNode times = figures.path("contenders").path(contender);
            for (String measure : List.of("put µs", "get µs", "query µs", "4 clients µs")) {
                assertThat(times.path(measure).path("median").asDouble())
                        .as(contender + ", " + measure)
                        .isPositive();
                assertThat(times.path(measure + ", 95 %").path("median").asDouble())
                        .as(contender + ", " + measure + ", 95 %")
                        .isPositive();
            }
        }
        assertThat(figures.path("comparisons").size()).isEqualTo(2);
    }

    @Test
    void streams_ofTooFewChanges_areRefused() throws Exception {
        assertThat(bench("streams", "--records", "5").output()).contains("--records=5: at least 25");
    }

    @Test
    void bench_ofAnUnknownName_namesThoseThereAre() throws Exception {
        Program.Result result = bench("warm-start");

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.output())
                .startsWith("classroom: there is no benchmark warm-start")
                .contains("(there are calls, cold-start, ");
    }

    /** The report of a benchmark; beside it there is only a chart. */
    private JsonNode figures(String name) throws IOException {
        Path results = temporary.resolve("results");
        assertThat(ImageIO.read(results.resolve(name + ".png").toFile()).getWidth())
                .isGreaterThan(500);
        try (var left = Files.list(temporary)) {
            assertThat(left)
                    .extracting(Path::getFileName)
                    .map(Path::toString)
                    .noneMatch(file -> file.startsWith("classroom-"));
        }
        return new ObjectMapper().readTree(Files.readString(results.resolve(name + ".json")));
    }

    private Program.Result bench(String... arguments) throws Exception {
        String[] all = new String[arguments.length + 3];
        all[0] = "bench";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        all[all.length - 2] = "--results";
        all[all.length - 1] = temporary.resolve("results").toString();
        try (Program program = Program.start(temporary, all)) {
            return program.end(PATIENCE);
        }
    }
}
