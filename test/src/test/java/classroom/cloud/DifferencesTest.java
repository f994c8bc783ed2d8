package classroom.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.Documents;
import classroom.cli.client.Answer;
import classroom.cli.client.Loopback;
import classroom.cli.client.Request;
import classroom.cloud.identity.Identities;
import classroom.template.api.Api;
import classroom.template.api.Operation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What docs/differences.md says of the local class and AWS: each line is asked for, and the page is made of them. */
class DifferencesTest {
    private static final Path PAGE = Path.of("..", "docs", "differences.md");
    private static final Path MADE = Path.of("target", "differences.md");

    private static final Map<String, String> SERVICES = Map.of(
            "cloudformation", "CloudFormation",
            "dynamodb", "DynamoDB",
            "dynamodbstreams", "DynamoDB Streams",
            "iam", "IAM",
            "lambda", "Lambda",
            "logs", "CloudWatch Logs",
            "sqs", "SQS",
            "ssm", "Systems Manager",
            "sts", "STS");

    /**
     * A line of differences.txt.
     *
     * @param requests what is sent, in this order, such as {@code dynamodb ListTables {}}
     * @param here what the answer to the last one has in it
     */
    private record Difference(String what, List<String> requests, String here, String aws, String why) {
        static Difference parse(String line) {
            String[] cells = line.split(" +\\| +", -1);
            assertThat(cells).as(line).hasSize(5);
            return new Difference(cells[0], List.of(cells[1].split(" ;; ")), cells[2], cells[3], cells[4]);
        }

        String row() {
            return String.join(" | ", "| " + what, "`" + here + "`", aws, why + " |");
        }
    }

    @Test
    void page_saysWhatIsTrue() throws Exception {
        List<String> page = new ArrayList<>(lines("differences-head.txt"));
        try (Cloud local = Cloud.start(0, line -> {})) {
            Loopback teacher = new Loopback(local.port(), Cloud.REGION, Identities.TEACHER);
            for (String line : lines("differences.txt")) {
                if (line.startsWith("## ")) {
                    page.addAll(List.of("", line, "", "| | here | on AWS | why |", "|---|---|---|---|"));
                } else {
                    Difference difference = Difference.parse(line);
                    assertThat(answer(teacher, difference)).as(line).contains(difference.here());
                    page.add(difference.row());
                }
            }
            page.addAll(
                    List.of("", "## Operations that are carried out", "", "All others are refused by their name.", ""));
            page.addAll(List.of("| | of | which |", "|---|---|---|"));
            for (String service : SERVICES.keySet().stream().sorted().toList()) {
                page.add(operations(teacher, service));
            }
        }
        Files.write(MADE, page);

        Documents.assertSame(
                "docs/differences.md: copy test/target/differences.md over it",
                Files.readString(PAGE),
                Files.readString(MADE));
    }

    private static String answer(Loopback teacher, Difference difference) throws Exception {
        String text = "";
        for (String request : difference.requests()) {
            Answer answer = teacher.send(request(request));
            text = answer.status() + " " + answer.text();
        }
        return text;
    }

    /** A request in a line, such as {@code dynamodb ListTables {}}. */
    static Request request(String line) {
        String[] words = line.replace('\'', '"').split(" ", words(line));
        byte[] body = words[words.length - 1].getBytes(StandardCharsets.UTF_8);
        Request asked = words.length == 4
                ? new Request(words[0], words[1], words[2], Map.of(), body)
                : EveryOperationTest.asked(
                                words[0], Api.of(words[0]).operations().get(words[1]))
                        .request();
        return new Request(asked.service(), asked.method(), asked.path(), asked.headers(), body);
    }

    /** Lambda's requests have a method and a path where the others have an operation. */
    private static int words(String request) {
        return request.startsWith("lambda ") ? 4 : 3;
    }

    private static String operations(Loopback teacher, String service) throws Exception {
        List<String> carried = new ArrayList<>();
        for (Operation operation : Api.of(service).operations().values()) {
            if (!teacher.send(EveryOperationTest.asked(service, operation).request())
                    .text()
                    .contains("does not carry out")) {
                carried.add(operation.name());
            }
        }
        return "| " + SERVICES.get(service) + " | " + carried.size() + " of "
                + Api.of(service).operations().size() + " | " + String.join(", ", carried) + " |";
    }

    private static List<String> lines(String file) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("src/test/resources/classroom/cloud", file))) {
            return lines.toList();
        }
    }
}
