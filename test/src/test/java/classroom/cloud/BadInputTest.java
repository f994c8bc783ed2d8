package classroom.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import classroom.cli.client.Client;
import classroom.cli.client.Loopback;
import classroom.cloud.gateway.RawHttp;
import classroom.cloud.gateway.RawHttp.Answer;
import classroom.cloud.identity.Identities;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Requests that no client would send, to every service of the local class on its one port: each is answered in the
 * format of a service, none is an internal error, and the local class continues.
 */
class BadInputTest {
    private static final int REQUESTS = 400;

    private static final List<Honest> HONEST = List.of(
            json("dynamodb", "DynamoDB_20120810.ListTables", "{\"Limit\":10}"),
            json("dynamodb", "DynamoDB_20120810.GetItem", "{\"TableName\":\"books\",\"Key\":{\"id\":{\"N\":\"1\"}}}"),
            json(
                    "dynamodb",
                    "DynamoDB_20120810.Query",
                    "{\"TableName\":\"books\",\"KeyConditionExpression\":\"a = :a\",\"ExpressionAttributeValues\":"
                            + "{\":a\":{\"S\":\"x\"}}}"),
            json("dynamodb", "DynamoDBStreams_20120810.ListStreams", "{\"TableName\":\"books\"}"),
            json("sqs", "AmazonSQS.GetQueueUrl", "{\"QueueName\":\"books\"}"),
            json("sqs", "AmazonSQS.ListQueues", "{\"MaxResults\":3}"),
            json("logs", "Logs_20140328.DescribeLogGroups", "{\"logGroupNamePrefix\":\"/aws\",\"limit\":3}"),
            json("logs", "Logs_20140328.FilterLogEvents", "{\"logGroupName\":\"/aws/lambda/hello\",\"startTime\":1}"),
            json("ssm", "AmazonSSM.GetParameter", "{\"Name\":\"/cdk-bootstrap/hnb659fds/version\"}"),
            json("ssm", "AmazonSSM.PutParameter", "{\"Name\":\"/a\",\"Value\":\"b\",\"Type\":\"String\"}"),
            json("classroom", "classroom.DescribeAccess", "{\"FunctionName\":\"hello\"}"),
            form("sts", "Action=AssumeRole&Version=2011-06-15&RoleArn=arn&RoleSessionName=ana&DurationSeconds=900"),
            form("sts", "Action=GetCallerIdentity&Version=2011-06-15"),
            form("iam", "Action=ListRoles&Version=2010-05-08&MaxItems=1"),
            form("sqs", "Action=SendMessage&Version=2012-11-05&QueueUrl=books&MessageBody=b&Attribute.1.Name=n"),
            form("cloudformation", "Action=DescribeStacks&Version=2010-05-15&StackName=Classroom"),
            rest("lambda", "POST /2015-03-31/functions/hello/invocations", "{\"nome\":\"Ana\"}"),
            rest("lambda", "GET /2015-03-31/functions/hello?Qualifier=live", ""),
            rest("lambda", "GET /2015-03-31/event-source-mappings/?MaxItems=1&Marker=x", ""),
            rest("s3", "PUT /bucket/a%2Fb", "content"),
            rest("s3", "GET /bucket?list-type=2&max-keys=1", ""),
            rest("s3", "POST /bucket?delete", "<Delete><Object><Key>k</Key></Object></Delete>"),
            rest(
                    "s3",
                    "PUT /bucket",
                    "<CreateBucketConfiguration><LocationConstraint>us-east-2</LocationConstraint>"
                            + "</CreateBucketConfiguration>"),
            rest("s3", "HEAD /bucket/key", ""),
            rest("s3", "DELETE /bucket/key?uploadId=1", ""),
            rest("none", "GET /_classroom/status", ""),
            rest("none", "GET /env/key/2018-06-01/runtime/invocation/next", ""));

    /** JSON, forms and XML that a parser may stumble over. */
    private static final List<byte[]> BODIES = List.of(
            text("{\"a\":".repeat(5_000) + "1" + "}".repeat(5_000)),
            text("[".repeat(100_000)),
            text(
                    "{\"TableName\":\"\\ud800\",\"QueueName\":\"\\ud800\",\"Name\":\"\\ud800\",\"logGroupName\":\"\\udc00\","
                            + "\"FunctionName\":\"\\ud800\",\"Value\":\"\\udfff\",\"Type\":\"\\ud800\"}"),
            text("{\"TableName\":\"books\",\"TableName\":\"cars\",\"Name\":\"a\",\"Name\":\"b\"}"),
            text("{\"Limit\":1e999999999,\"MaxResults\":-1e400,\"limit\":1e400,\"startTime\":1e999}"),
            text("{\"Limit\":" + "9".repeat(5_000) + "}"),
            text("{\"limit\":99999999999999999999999999999999999999999,\"MaxResults\":0.1}"),
            text("{\"TableName\":null,\"QueueName\":[],\"Name\":{},\"logGroupName\":7,\"FunctionName\":false}"),
            text("{\"a\":NaN}"),
            text("{\"a\":\"\u0000\"}"),
            text("{\"a\":\"" + "x".repeat(2_000_000) + "\"}"),
            new byte[] {'{', '"', 'a', '"', ':', '"', (byte) 0xC3, '(', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"', '}'
            },
            new byte[] {(byte) 0xFF, (byte) 0xFE, '{', 0, '}', 0},
            text("null"),
            text("[]"),
            text("\"x\""),
            text("{} {}"),
            text(" "),
            text("Action=%zz"),
            text("Action=%00&RoleArn=%00"),
            text("Action=AssumeRole&RoleArn=%00%1B%ED%A0%80&RoleSessionName=%FF&DurationSeconds=99999999999999999999"),
            text("=&=&==&&Action"),
            text(
                    "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><Delete><Object><Key>&x;</Key></Object></Delete>"),
            text("<Delete>" + "<a>".repeat(20_000)));

    private static final List<String> JUNK = List.of(
            "\r\n",
            "\n",
            "\u0000",
            "%00",
            "%",
            "%zz",
            "\"",
            "{",
            "}",
            "\\ud800",
            "&",
            "=",
            "/",
            "/../",
            "?",
            "#",
            " ",
            "\u00ff",
            "Host: site.example\r\n",
            "Content-Length: 3\r\n",
            "Transfer-Encoding: chunked\r\n",
            "Expect: 100-continue\r\n",
            "X: " + "y".repeat(40_000) + "\r\n",
            "99999999999999999999",
            "-1");

    private Cloud local;

    /** A request that a service understands, whether or not its resources exist. */
    private record Honest(String line, String service, List<String> headers, byte[] body) {}

    @BeforeEach
    void start() {
        local = Cloud.start(0, line -> {});
    }

    @AfterEach
    void stop() {
        local.close();
    }

    @Test
    void everyService_answersEveryBadBody_inItsFormat() throws IOException {
        List<AssertionError> failed = new ArrayList<>();
        for (Honest honest : HONEST) {
            for (byte[] body : BODIES) {
                byte[] request = assemble(honest.line(), headers(honest, body.length), body);
                try {
                    assertAnswered(request, true);
                } catch (AssertionError e) {
                    failed.add(e);
                }
            }
        }
        assertThat(failed).isEmpty();
        assertGoesOn();
    }

    @Test
    void randomRequests_areAnswered_andTheClassGoesOn() throws IOException {
        TreeMap<Integer, Integer> statuses = new TreeMap<>();
        List<AssertionError> failed = new ArrayList<>();
        for (int seed = 0; seed < REQUESTS; seed++) {
            byte[] request = mutated(new Random(seed));
            try {
                for (Answer answer : assertAnswered(request, false)) {
                    statuses.merge(answer.status(), 1, Integer::sum);
                }
            } catch (AssertionError e) {
                failed.add(new AssertionError("seed " + seed + ": " + e.getMessage(), e));
            }
        }
        System.out.println("BadInputTest: seeds 0 to " + (REQUESTS - 1) + " answered, by status: " + statuses);
        assertThat(failed).isEmpty();
        assertThat(statuses.keySet()).contains(200, 400, 403, 404, 431);
        assertGoesOn();
    }

    /** That there is an answer, that it is no fault of the class, and that an error is worded as a service does. */
    private List<Answer> assertAnswered(byte[] request, boolean whole) throws IOException {
        String text = new String(request, StandardCharsets.ISO_8859_1);
        String shown = text.substring(0, Math.min(text.length(), 1_000));
        List<Answer> answers;
        try {
            answers = RawHttp.exchange(local.port(), request);
        } catch (IOException e) {
            throw new AssertionError("no answer to " + shown, e);
        }
        // What ends before its header section does is no request.
        if (whole || text.contains("\r\n\r\n")) {
            assertThat(answers).as(shown).isNotEmpty();
        }
        for (Answer answer : answers) {
            assertThat(answer.status()).as(answer.text() + "\nto " + shown).isNotEqualTo(500);
            if (answer.status() >= 400 && !text.contains("HEAD ")) {
                assertThatCode(() -> RawHttp.assertWorded(answer)).as(shown).doesNotThrowAnyException();
            }
        }
        return answers;
    }

    private void assertGoesOn() {
        Loopback wire = new Loopback(local.port(), Cloud.REGION, Identities.TEACHER);
        wire.requireClass();
        assertThat(new Client(wire)
                        .call("dynamodb", "DynamoDB_20120810.ListTables", JsonNodeFactory.instance.objectNode())
                        .path("TableNames")
                        .isArray())
                .isTrue();
    }

    private byte[] mutated(Random random) {
        Honest honest = pick(random, HONEST);
        byte[] body = random.nextInt(3) == 0 ? pick(random, BODIES) : honest.body();
        String line = honest.line();
        List<String> headers = headers(honest, body.length);
        switch (random.nextInt(12)) {
            case 0 ->
                line = line.replaceFirst(
                        "^\\S+",
                        pick(random, List.of("GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "get", "X")));
            case 1 -> headers.removeIf(header -> header.startsWith("Authorization"));
            case 2 ->
                headers.add("Authorization: "
                        + pick(
                                random,
                                List.of("", "Basic YTpi", "AWS4-HMAC-SHA256", "AWS4-HMAC-SHA256 Credential=a/b/c")));
            case 3 ->
                headers.set(0, pick(random, List.of("Host: site.example", "Host:", "Host: [::1", "Hist: 127.0.0.1")));
            case 4 -> headers.add("Origin: " + pick(random, List.of("https://site.example", "null", "file://")));
            case 5 ->
                headers.add("X-Amz-Target: " + pick(random, List.of("", "DynamoDB_20120810.Nothing", ".", "a.b")));
            case 6 -> {
                headers.removeIf(header -> header.startsWith("Content-Length"));
                headers.add("Transfer-Encoding: chunked");
                body = chunked(random, body);
            }
            case 7 ->
                headers.replaceAll(header -> header.startsWith("Content-Length")
                        ? "Content-Length: "
                                + pick(random, List.of("0", "1", "999999", "99999999999999999999", "-1", "a"))
                        : header);
            case 8 -> headers.add("X-Large: " + "x".repeat(random.nextInt(80_000)));
            default -> {
                return scratched(random, assemble(line, headers, body));
            }
        }
        byte[] request = assemble(line, headers, body);
        return random.nextInt(4) == 0 ? scratched(random, request) : request;
    }

    private static byte[] chunked(Random random, byte[] body) {
        String end = pick(random, List.of("0\r\n\r\n", "0\r\n\r\n", "", "zz\r\n", "-1\r\n\r\n", "0\r\nA: b\r\n\r\n"));
        return join(text(Integer.toHexString(body.length) + "\r\n"), body, text("\r\n" + end));
    }

    /** A few bytes changed, put in, taken out, repeated or cut off. */
    private static byte[] scratched(Random random, byte[] request) {
        byte[] bytes = request;
        for (int more = random.nextInt(3); more >= 0; more--) {
            // Most changes are in the parts that the gateway reads.
            int at = random.nextInt(Math.min(bytes.length, 600));
            int to = Math.min(bytes.length, at + 1 + random.nextInt(40));
            byte[] before = slice(bytes, 0, at);
            byte[] after = slice(bytes, at, bytes.length);
            bytes = switch (random.nextInt(5)) {
                case 0 -> {
                    byte[] changed = bytes.clone();
                    changed[at] = (byte) random.nextInt(256);
                    yield changed;
                }
                case 1 -> join(before, text(pick(random, JUNK)), after);
                case 2 -> join(before, slice(bytes, to, bytes.length));
                case 3 -> join(before, slice(bytes, at, to), after);
                default -> slice(bytes, 0, Math.max(1, at));
            };
        }
        return bytes;
    }

    private List<String> headers(Honest honest, int length) {
        List<String> headers = new ArrayList<>();
        headers.add("Host: 127.0.0.1:" + local.port());
        if (!honest.service().equals("none")) {
            headers.add("Authorization: AWS4-HMAC-SHA256 Credential=" + Identities.TEACHER + "/20260101/"
                    + Cloud.REGION + "/" + honest.service()
                    + "/aws4_request, SignedHeaders=host;x-amz-date, Signature=0");
        }
        headers.addAll(honest.headers());
        headers.add("Content-Length: " + length);
        return headers;
    }

    private static byte[] assemble(String line, List<String> headers, byte[] body) {
        return join(text(line + " HTTP/1.1\r\n" + String.join("\r\n", headers) + "\r\n\r\n"), body);
    }

    private static Honest json(String service, String target, String body) {
        return new Honest(
                "POST /",
                service,
                List.of("X-Amz-Target: " + target, "Content-Type: application/x-amz-json-1.0"),
                text(body));
    }

    private static Honest form(String service, String body) {
        return new Honest(
                "POST /",
                service,
                List.of("Content-Type: application/x-www-form-urlencoded; charset=utf-8"),
                text(body));
    }

    private static Honest rest(String service, String line, String body) {
        return new Honest(line, service, List.of(), text(body));
    }

    private static <T> T pick(Random random, List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private static byte[] slice(byte[] bytes, int from, int to) {
        return Arrays.copyOfRange(bytes, from, to);
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
