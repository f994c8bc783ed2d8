package classroom.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An open console adds nothing to what the class keeps and tells of what was done in it. */
@Tag("console")
class ConsoleEvidenceIT {
    private static final Pattern READINGS = Pattern.compile("readings (\\d+)\n");

    /** How often records are looked for and logs are written depends on how long the class has run. */
    private static final Pattern POLLS =
            Pattern.compile("(?m)^ *\\d+ +(?=(dynamodb:(DescribeStream|GetRecords|GetShardIterator|ListStreams)"
                    + "|logs:(CreateLogStream|PutLogEvents)) )");

    /** The end of a name that CloudFormation makes up, and of a stream's, which is a time. */
    private static final Pattern MADE_UP = Pattern.compile("-[A-Z0-9]{12,13}\\b|(?<=/stream/)[0-9T:.-]+");

    @Test
    void tour_leavesTheSameEvidence_withTheConsoleOpenAndWithout() throws Exception {
        Evidence without = evidence();
        Evidence with = evidence("open");

        assertThat(without.readings()).isZero();
        assertThat(with.readings()).as("what the page asked for").isGreaterThan(12);
        assertThat(with.told()).as("events").isEqualTo(without.told()).contains("DescribeTable", "PutItem");
        assertThat(with.access())
                .as("./classroom access")
                .isEqualTo(without.access())
                .contains("1 refused  dynamodb:PutItem");
    }

    /** @param readings requests that a console sent */
    private record Evidence(int readings, String told, String access) {}

    private static Evidence evidence(String... arguments) throws IOException {
        try (ClassProcess local = ClassProcess.start()) {
            String script = ClassProcess.root()
                    .resolve("test/src/test/console/evidence.mjs")
                    .toString();
            List<String> tour = new ArrayList<>(List.of("node", script));
            tour.addAll(List.of(arguments));
            String told = out(local.run(Map.of(), tour.toArray(String[]::new)));
            String shown = out(local.classroomOf("access"));
            Matcher readings = READINGS.matcher(told);
            assertThat(readings.find()).as(told).isTrue();
            return new Evidence(
                    Integer.parseInt(readings.group(1)),
                    MADE_UP.matcher(readings.replaceFirst("")).replaceAll(""),
                    MADE_UP.matcher(POLLS.matcher(shown).replaceAll("")).replaceAll(""));
        }
    }

    private static String out(ClassProcess.Result result) {
        assertThat(result.status()).as(result.out() + result.err()).isZero();
        return result.out();
    }
}
