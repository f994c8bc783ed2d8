package classroom.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import classroom.Waiting;
import classroom.cli.client.Client;
import classroom.cli.client.Loopback;
import classroom.cli.client.Request;
import classroom.cloud.Cloud;
import classroom.cloud.SmallAssembly;
import classroom.cloud.identity.Identities;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code up}, {@code env}, {@code invoke} and {@code logs} as processes. */
public class UpIT {
    private static final String MARK = "MARKEDASSECRET";

    @TempDir
    private Path folder;

    private Path temporary;
    private Path assembly;

    @BeforeEach
    void writeAssembly() throws IOException {
        temporary = Files.createDirectories(folder.resolve("tmp"));
        assembly = SmallAssembly.write(folder.resolve("an assembly"));
    }

    @Test
    void summary_saysWhatIsMadeLeftOutAndPutOut() throws Exception {
        try (Program up = up()) {
            String option = " --port " + port(up);
            up.line("The lessons: docs/lessons/en/README.md. Ctrl-C here ends the class.");

            assertThat(up.output())
                    .contains(
                            "\n\nNext, in another terminal in this folder:\n  ./classroom invoke" + option + " hello\n",
                            "\n  ./classroom logs" + option + " hello\n  eval \"$(./classroom env" + option
                                    + ")\"   # ");
            assertThat(up.output().lines())
                    .contains(
                            "stack Small",
                            "  1 table: books",
                            "  1 event source mapping, 1 queue, 1 queue policy, 1 log group, 1 role, 1 policy",
                            "  AWS::Lambda::Function Architectures (Hello)",
                            "  AWS::SNS::Topic (Ignored)",
                            "  QueueArn = " + up.line("  QueueArn = ").substring("  QueueArn = ".length()))
                    .anyMatch(line -> line.startsWith("  2 functions: hello, Small-OnChange-"))
                    .anyMatch(line -> line.startsWith(
                            "  StreamArn = arn:aws:dynamodb:us-east-2:000000000000:table/books/stream/"))
                    .contains(
                            "  LogArn = arn:aws:logs:us-east-2:000000000000:log-group:/aws/lambda/hello:*",
                            "  HelloArn = arn:aws:lambda:us-east-2:000000000000:function:hello")
                    .anyMatch(line ->
                            line.matches("  QueueUrl = http://127\\.0\\.0\\.1:\\d+/000000000000/Small-Failed-.*"))
                    .anyMatch(line -> line.matches("  RoleArn = arn:aws:iam::000000000000:role/Small-Role-.*"))
                    .anyMatch(line -> line.matches("  RoleId = AROA[A-Z0-9]{17}"))
                    .anyMatch(line -> line.matches("  MappingId = [0-9a-f-]{36}"));
        }
    }

    @Test
    void emptyAccount_hasNothingInIt() throws Exception {
        try (Program up = Program.start(temporary, "up", "--empty", "--port", "0")) {
            String port = port(up);
            up.line("The lessons: ");

            String cdk = "./classroom cdk --port " + port;
            assertThat(up.output())
                    .startsWith("an account with nothing in it\n")
                    .contains("\n  " + cdk + " bootstrap\n  " + cdk + " deploy\n")
                    .doesNotContain("stack ", "synthesizing");
            assertThat(Program.run(folder, "invoke", "hello", "--port", port).status())
                    .isEqualTo(2);
            assertThat(up.terminate().output()).endsWith("stopped; nothing is left");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--app=x", "-cstudent=ana", "--parameters=A=b"})
    void emptyAccount_takesNothingToDeploy(String option) throws Exception {
        Program.Result result = Program.run(temporary, "up", "--empty", option);

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.output()).contains("--empty deploys nothing").contains("./classroom cdk deploy");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--empty", "--app=x"})
    void watch_needsTheClassOfThisFolder(String option) throws Exception {
        Program.Result result = Program.run(temporary, "up", "--watch", option);

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.output()).contains("--watch needs the class of this folder, so " + option.replace("=x", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "21"})
    void secondsThatATableTakes_areWithinWhatCloudFormationWaitsFor(String seconds) throws Exception {
        Program.Result result = Program.run(temporary, "up", "--table-seconds=" + seconds);

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.output()).contains("--table-seconds takes 0 to 20, not " + seconds);
    }

    @Test
    void tableThatIsMade_isCreating_forTheSecondsThatUpSays() throws Exception {
        try (Program up = Program.start(temporary, "up", "--empty", "--table-seconds=20", "--port", "0")) {
            Client client = new Client(Integer.parseInt(port(up)), Cloud.REGION, Identities.TEACHER);
            ObjectMapper json = new ObjectMapper();
            client.call("dynamodb", "DynamoDB_20120810.CreateTable", json.readTree("""
                    {"TableName": "slow", "BillingMode": "PAY_PER_REQUEST",
                     "AttributeDefinitions": [{"AttributeName": "a", "AttributeType": "S"}],
                     "KeySchema": [{"AttributeName": "a", "KeyType": "HASH"}]}"""));

            assertThat(client.call(
                                    "dynamodb",
                                    "DynamoDB_20120810.DescribeTable",
                                    json.createObjectNode().put("TableName", "slow"))
                            .at("/Table/TableStatus")
                            .asText())
                    .isEqualTo("CREATING");
            assertThat(up.output()).contains("tables and indexes take 20 s to be made, changed or deleted from now on");
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void open_opensTheConsoleInTheBrowser() throws Exception {
        Path opened = folder.resolve("opened");
        Path programs = Files.createDirectories(folder.resolve("programs"));
        for (String opener : List.of("xdg-open", "open")) {
            Path program = Files.writeString(programs.resolve(opener), "#!/bin/sh\necho \"$1\" > '" + opened + "'\n");
            assertThat(program.toFile().setExecutable(true)).isTrue();
        }
        try (Program up = Program.start(
                temporary, Program.ROOT, Map.of("PATH", programs.toString()), "up", "--empty", "--open", "--port=0")) {
            String console = up.line("console http://127.0.0.1:");

            Waiting.until(() -> Files.exists(opened) && Files.readString(opened).endsWith("\n"));
            assertThat(opened).content().isEqualTo(console.substring("console ".length()) + "\n");
            assertThat(console).endsWith(":" + port(up) + "/_classroom/console/");
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void open_withoutABrowser_saysWhatToDo() throws Exception {
        try (Program up = Program.start(
                temporary, Program.ROOT, Map.of("PATH", folder.toString()), "up", "--empty", "--open", "--port=0")) {
            String url = up.line("console ").substring("console ".length());

            assertThat(up.line("--open: "))
                    .matches("--open: no browser was opened \\(there is no (xdg-)?open here\\): open " + url
                            + " yourself");
        }
    }

    @Test
    void consoleThatIsLeftOut_isNotServed_andNothingCanBeFollowed() throws Exception {
        try (Program up = Program.start(temporary, "up", "--empty", "--no-console", "--port=0")) {
            Loopback wire = new Loopback(Integer.parseInt(port(up)), Cloud.REGION, Identities.TEACHER);

            assertThat(up.output()).doesNotContain("console");
            for (String path : List.of("console", "console/", "console/session.json", "events")) {
                assertThat(wire.send(Request.get("dynamodb", "/_classroom/" + path))
                                .status())
                        .as(path)
                        .isBetween(400, 499);
            }
        }
    }

    @Test
    void consoleThatIsLeftOut_cannotBeOpened() throws Exception {
        Program.Result result = Program.run(temporary, "up", "--open", "--no-console");

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.output()).contains("--open and --no-console exclude each other");
    }

    @Test
    void emptyClass_isNotKept_andSaysSo() throws Exception {
        Program.Result result = Program.run(
                temporary, "up", "--empty", "--data", temporary.resolve("kept").toString());

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.output()).contains("--empty and --data exclude each other");
        assertThat(temporary.resolve("kept")).doesNotExist();
    }

    @Test
    void sigterm_leavesNoProcessNoFileAndThePortFree() throws Exception {
        try (Program up = up()) {
            String port = port(up);
            assertThat(Program.run(
                            folder, "invoke", "hello", "{\"nome\":\"Ana\",\"sobrenome\":\"Souza\"}", "--port", port))
                    .isEqualTo(new Program.Result(0, "200\n\"Oi Ana Souza\""));
            List<ProcessHandle> children = up.handle().descendants().toList();
            assertThat(children).isNotEmpty();

            Program.Result result = up.terminate();

            assertThat(result.status()).isIn(143, 1); // Windows knows no signals: destroying gives 1.
            assertThat(children).noneMatch(ProcessHandle::isAlive);
            new ServerSocket(Integer.parseInt(port), 1, InetAddress.getLoopbackAddress()).close();
        }
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void sigterm_isToldAndAnswered143() throws Exception {
        try (Program up = up()) {
            port(up);

            Program.Result result = up.terminate();

            assertThat(result.status()).isEqualTo(143);
            assertThat(result.output()).endsWith("stopping\nstopped; nothing is left");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 500, 800, 1100, 1500, 2000, 2500})
    @Tag("long")
    @DisabledOnOs(OS.WINDOWS)
    void sigterm_atAnyMomentOfTheStart_leavesNoFile(int millis) throws Exception {
        try (Program up = up()) {
            Thread.sleep(millis);

            assertThat(up.terminate().status()).isEqualTo(143);
        }
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void ctrlC_isAnswered130() throws Exception {
        try (Program up = up()) {
            port(up);

            signal(up, "INT");

            assertThat(up.end().status()).isEqualTo(130);
        }
        assertThat(temporary).isEmptyDirectory();
    }

    /** They wait in the system's queue until the class looks at them. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void burstOfConnections_whileTheClassIsBusy_isTaken() throws Exception {
        try (Program up = up()) {
            int port = Integer.parseInt(port(up));
            List<Socket> burst = new ArrayList<>();
            signal(up, "STOP");
            try {
                for (int i = 0; i < 300; i++) {
                    Socket socket = new Socket();
                    burst.add(socket);
                    // The system tries again after a second: who finds no room waits longer.
                    socket.connect(new InetSocketAddress("127.0.0.1", port), 900);
                }
            } finally {
                signal(up, "CONT");
            }
            new Loopback(port, Cloud.REGION, Identities.TEACHER).requireClass();
            for (Socket socket : burst) {
                socket.close();
            }
        }
    }

    private static void signal(Program program, String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, Long.toString(program.pid()))
                .start()
                .waitFor();
    }

    @Test
    void takenPort_isOneLineThatNamesItAndTheWayOut() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Program.Result result = Program.run(
                    temporary, "up", "--port", Integer.toString(taken.getLocalPort()), "--app", assembly.toString());

            assertThat(result.status()).isEqualTo(3);
            assertThat(result.output())
                    .startsWith("classroom: port " + taken.getLocalPort() + " is in use by ")
                    .contains(
                            System.getProperty("os.name").equals("Linux")
                                    ? "(process " + ProcessHandle.current().pid() + ")"
                                    : "another program")
                    .endsWith(": stop it, or take another with --port N, 0 for a free one");
        }
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void folderThatIsNoAssembly_isToldAndNothingIsLeft() throws Exception {
        Program.Result result = Program.run(
                temporary, "up", "--port", "0", "--app", folder.resolve("no").toString());

        assertThat(result.status()).isEqualTo(3);
        assertThat(result.output()).contains("no is not a cloud assembly: it has no manifest.json");
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void resourceThatCannotBeMade_failsTheStartAndNothingIsLeft() throws Exception {
        SmallAssembly.write(assembly, """
                "Again": {"Type": "AWS::Logs::LogGroup", "DependsOn": "Hello",
                  "Properties": {"LogGroupName": "/aws/lambda/hello"}}
                """);

        Program.Result result = Program.run(temporary, "up", "--port", "0", "--app", assembly.toString());

        assertThat(result.status()).isEqualTo(3);
        assertThat(result.output()).contains("classroom: Stack Small: Again (AWS::Logs::LogGroup): ");
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void wrongUsage_isOneLineAndStatus2() throws Exception {
        Program.Result result = Program.run(temporary, "up", "--port", "many");

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.output())
                .startsWith("classroom: --port many is no port: say one from 0 to 65535")
                .doesNotContain("\n");
    }

    @Test
    void invokeWithoutClass_saysHowToStartOne() throws Exception {
        Program.Result result = Program.run(temporary, "invoke", "hello", "{}", "--port", "1");

        assertThat(result.status()).isEqualTo(3);
        assertThat(result.output())
                .startsWith("classroom: no class answers on 127.0.0.1:1.")
                .contains("./classroom up")
                .doesNotContain("\n");
    }

    @Test
    void invokeAndLogs_showAnswersFailuresAndWhatWasLogged() throws Exception {
        try (Program up = up()) {
            String port = port(up);
            Path event = Files.writeString(folder.resolve("event.json"), "{\"nome\": \"Ana\"}");

            assertThat(Program.run(folder, "invoke", "hello", "@" + event, "--port", port)
                            .output())
                    .startsWith("400\n")
                    .contains("\"field\" : \"sobrenome\"");
            String stream = up.line("  2 functions: hello, ").substring("  2 functions: hello, ".length());
            Program.Result failed = Program.run(folder, "invoke", stream, "{\"Records\":1}", "--port", port);
            assertThat(failed.status()).isEqualTo(1);
            assertThat(failed.output())
                    .startsWith("classroom: " + stream + " failed: ")
                    .endsWith("See ./classroom logs " + stream + " --port " + port);
            assertThat(Program.run(folder, "invoke", "nobody", "{}", "--port", port)
                            .output())
                    .startsWith("classroom: ")
                    .contains("there is no function nobody");
            assertThat(Program.run(folder, "invoke", "hello", "{nome}", "--port", port)
                            .output())
                    .startsWith("classroom: the event is not JSON");
            assertThat(Program.run(folder, "logs", "hello", "--port", port).output())
                    .contains("START RequestId: ")
                    .contains("REPORT RequestId: ");
        }
    }

    /** Marked contents and secrets are sent to everything that answers or logs; none comes back in an error or a log. */
    @Test
    @Tag("long") // Quick checks: OnBookChangedTest checks the stream function's log, and GatewayTest an error.
    void logsAndErrors_carryNoItemContentsAndNoSecrets() throws Exception {
        StringBuilder told = new StringBuilder();
        try (Program up = Program.start(
                temporary,
                Program.ROOT,
                Map.of("AWS_SECRET_ACCESS_KEY", MARK, "AWS_SESSION_TOKEN", MARK, "AWS_PROFILE", MARK),
                "up",
                "--port",
                "0",
                "--app",
                assembly.toString())) {
            int port = Integer.parseInt(port(up));
            String stream = up.line("  2 functions: hello, ").substring("  2 functions: hello, ".length());
            Client client = new Client(port, Cloud.REGION, Identities.TEACHER);
            for (String rating : List.of("{\"N\":\"5\"}", "{\"S\":\"" + MARK + "\"}")) {
                client.call(
                        "dynamodb",
                        "DynamoDB_20120810.PutItem",
                        json("{'TableName':'books','Item':{"
                                + "'Author':{'S':'A'},'Title':{'S':'key'},'Note':{'S':'" + MARK + "'},'Rating':"
                                + rating
                                + "}}"));
            }
            for (String function : List.of("hello", stream)) {
                for (String event : List.of(
                        "{\"nome\":\"" + MARK + "\"}",
                        "{\"nome\":\"" + MARK + "\",\"sobrenome\":[\"" + MARK + "\"]}",
                        "{\"Records\":[\"" + MARK + "\"]}",
                        "[\"" + MARK + "\"]")) {
                    told.append(Program.run(folder, "invoke", function, event, "--port", "" + port)
                            .output());
                }
            }
            for (String request : List.of(
                    "{'TableName':'books','Item':{'Author':{'S':'A'},'Note':{'S':'" + MARK + "'}}}",
                    "{'TableName':'books','Item':{'Author':{'N':'1'},'Title':{'S':'x'},'Note':{'S':'" + MARK + "'}}}",
                    "{'TableName':'none','Item':{'Author':{'S':'A'},'Title':{'S':'x'},'Note':{'S':'" + MARK + "'}}}")) {
                assertThatThrownBy(() -> client.call("dynamodb", "DynamoDB_20120810.PutItem", json(request)))
                        .satisfies(refused -> told.append(refused.getMessage()));
            }
            awaitLog(stream, "refused", port);
            for (String function : List.of("hello", stream)) {
                told.append(Program.run(folder, "logs", function, "--port", "" + port)
                        .output());
            }
            told.append(up.terminate().output());
        }
        assertThat(told.toString())
                .contains("\"Title\":\"key\"", "refused", "BadRequest", "REPORT RequestId", "Type mismatch for key")
                .doesNotContain(MARK);
    }

    private static void awaitLog(String function, String word, int port) throws Exception {
        Waiting.until(() -> Program.run(Path.of("."), "logs", function, "--port", "" + port)
                .output()
                .contains(word));
    }

    private static ObjectNode json(String text) throws IOException {
        return (ObjectNode) new ObjectMapper().readTree(text.replace('\'', '"'));
    }

    @Test
    void everySocket_isBoundToLoopback() throws Exception {
        try (Program up = up()) {
            int port = Integer.parseInt(port(up));

            for (InetAddress address : ownAddresses()) {
                assertThatThrownBy(() -> {
                            try (Socket socket = new Socket()) {
                                socket.connect(new InetSocketAddress(address, port), 2000);
                            }
                        })
                        .as("%s", address)
                        .isInstanceOf(ConnectException.class);
            }
        }
    }

    /** What {@code ss -ltnp} shows of the process and its children, read where it reads. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void listeningSockets_areOneAndOfLoopback() throws Exception {
        try (Program up = up()) {
            String port = port(up);
            Program.run(folder, "invoke", "hello", "{}", "--port", port);
            Set<String> inodes = new HashSet<>();
            for (ProcessHandle process : Stream.concat(
                            Stream.of(up.handle()), up.handle().descendants())
                    .toList()) {
                try (Stream<Path> descriptors = Files.list(Path.of("/proc", Long.toString(process.pid()), "fd"))) {
                    for (Path descriptor : descriptors.toList()) {
                        if (Files.isSymbolicLink(descriptor)) {
                            inodes.add(Files.readSymbolicLink(descriptor).toString());
                        }
                    }
                }
            }
            List<String> listening = new ArrayList<>();
            for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
                for (String line : Files.readAllLines(Path.of(table))) {
                    String[] fields = line.strip().split("\\s+");
                    if (fields[3].equals("0A") && inodes.contains("socket:[" + fields[9] + "]")) {
                        listening.add(fields[1]);
                    }
                }
            }

            String loopback = "0100007F"; // 127.0.0.1, in the machine's byte order
            String mapped = "0000000000000000FFFF0000" + loopback;
            String inHex = ":" + String.format("%04X", Integer.parseInt(port));
            assertThat(listening).singleElement().isIn(loopback + inHex, mapped + inHex);
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void env_pointsAShellAtTheClassAndNowhereElse() throws Exception {
        List<String> command = Program.command(temporary, Program.ROOT);
        command.addAll(List.of("env", "--port", "4999", "--shell", "sh"));
        String quoted = "'" + String.join("' '", command) + "'";
        ProcessBuilder shell = new ProcessBuilder(
                        "sh", "-c", "eval \"$(" + quoted + ")\" && eval \"$(" + quoted + ")\" && env")
                .redirectErrorStream(true);
        shell.environment().put("AWS_PROFILE", "real");
        shell.environment().put("AWS_SESSION_TOKEN", "real");
        shell.environment().put("AWS_ENDPOINT_URL_KINESIS", "https://real");

        Process process = shell.start();
        List<String> all = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        List<String> variables =
                all.stream().filter(line -> line.startsWith("AWS_")).toList();

        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        Path aws = Program.ROOT.resolve(Path.of("target", "aws"));
        assertThat(all)
                .contains(
                        "PATH=" + aws.resolve("bin") + ":" + shell.environment().get("PATH"));
        assertThat(variables)
                .containsExactlyInAnyOrder(
                        "AWS_ENDPOINT_URL=http://127.0.0.1:4999",
                        "AWS_REGION=us-east-2",
                        "AWS_DEFAULT_REGION=us-east-2",
                        "AWS_ACCESS_KEY_ID=CLASSROOM",
                        "AWS_SECRET_ACCESS_KEY=classroom",
                        "AWS_EC2_METADATA_DISABLED=true",
                        "AWS_CONFIG_FILE=" + aws.resolve("config"),
                        "AWS_SHARED_CREDENTIALS_FILE=" + aws.resolve("credentials"));
        assertThat(aws.resolve("config")).content().contains("cli_binary_format = raw-in-base64-out");
        assertThat(aws.resolve("credentials")).isEmptyFile();
    }

    private Program up() throws IOException {
        return Program.start(temporary, "up", "--port", "0", "--app", assembly.toString());
    }

    private static String port(Program up) throws InterruptedException {
        String ready = up.line("ready ");
        return ready.substring(ready.lastIndexOf(':') + 1);
    }

    private static List<InetAddress> ownAddresses() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                .toList();
    }
}
