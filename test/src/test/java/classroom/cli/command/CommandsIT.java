package classroom.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import classroom.cli.Repeatedly;
import classroom.cli.client.Client;
import classroom.cli.client.ServiceException;
import classroom.cloud.Cloud;
import classroom.cloud.access.AccessApi;
import classroom.cloud.control.ControlApi;
import classroom.cloud.identity.Identities;
import classroom.infra.RealAssembly;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The commands on a whole class, and what each command says to a mistake, in both languages. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CommandsIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectNode NONE = JsonNodeFactory.instance.objectNode();

    /** Each row: the arguments, the exit status, the beginning of what is said in English. */
    private static final List<String> WRONG = List.of(
            "up --port x | 2 | --port x is no port: say one from 0 to 65535",
            "up --port PORT --empty | 3 | port PORT has a class already (process ",
            "up --wach | 2 | there is no option --wach: did you mean --watch?",
            "up --table-seconds 21 | 2 | --table-seconds takes 0 to 20, not 21",
            "up --port 0 --app FOLDER | 3 | ",
            "status --port 1 | 3 | no class answers on 127.0.0.1:1",
            "status --jsn | 2 | there is no option --jsn",
            "status all | 2 | 'all' is one word too many",
            "open --port 1 | 3 | no class answers on 127.0.0.1:1",
            "open --port 70000 | 2 | --port 70000 is no port",
            "open page | 2 | 'page' is one word too many",
            "reset --port 1 | 3 | no class answers on 127.0.0.1:1",
            "reset --port | 2 | --port needs a value, N",
            "reset books | 2 | 'books' is one word too many",
            "stop --port 1 | 3 | no class answers on 127.0.0.1:1",
            "stop now | 2 | 'now' is one word too many",
            "stop --port 0 | 2 | --port 0 is no port: say one from 1 to 65535",
            "invoke | 2 | FUNCTION is missing",
            "invoke account-gt --port PORT | 2 | there is no function account-gt: did you mean account-get? (there are ",
            "invoke hello {nome:1} --port PORT | 2 | the event is not JSON: line 1, column 2: {nome:1}",
            "invoke hello {\"nome\":1 --port PORT | 2 | the event is not JSON: line 1, column 10: it ends too early",
            "invoke hello file://event.json --port PORT | 2 | the event is taken from a file with @event.json",
            "invoke hello @none.json --port PORT | 2 | the event cannot be read: there is no file none.json",
            "logs | 2 | FUNCTION is missing",
            "logs hello world | 2 | 'world' is one word too many",
            "logs hello --port 1 | 3 | no class answers on 127.0.0.1:1",
            "table | 2 | TABLE is missing",
            "table acount --port PORT | 2 | there is no table acount: did you mean account? (there are account, books,",
            "table books --items 0 --port PORT | 2 | --items takes 1 to 1000, not 0",
            "table books --items many | 2 | --items: 'many' is no whole number",
            "load | 2 | FILE is missing",
            "load none.json --port PORT | 2 | there is no file none.json",
            "load CSV --port PORT | 2 | CSV is CSV, and this takes JSON",
            "load FOLDER --port PORT | 2 | FOLDER is not a file",
            "load CSV --function book-load --port PORT | 2 | there is no function book-load: did you mean books-load?",
            "env --shell fish | 2 | --shell takes sh, powershell, cmd, not 'fish'",
            "env --as helo --port PORT | 2 | there is no function helo: did you mean hello?",
            "env --port 0 | 2 | --port 0 is no port",
            "cdk | 2 | a command of the CDK CLI is missing, such as deploy",
            "cdk deploy --port 1 | 3 | no class answers on 127.0.0.1:1",
            "cdk --endpoint-url http://example.com deploy | 2 | --endpoint-url must be on this machine",
            "cdk deploy --profile me | 2 | --profile leads out of this machine",
            "access --explain | 2 | ",
            "access --port 1 | 3 | no class answers on 127.0.0.1:1",
            "access hello world | 2 | 'world' is one word too many",
            "cost --context | 2 | ",
            "cost --app FOLDER | 3 | ",
            "cost --context x | 2 | --context takes KEY=VALUE, not x",
            "leftovers --port 1 | 3 | no class answers on 127.0.0.1:1",
            "leftovers all | 2 | 'all' is one word too many",
            "leftovers --regoin x | 2 | there is no option --regoin: did you mean --region?",
            "review | 2 | BASE is missing",
            "review HEAD --allow all | 2 | ",
            "review HEAD --context x | 2 | ",
            "diagram a b | 2 | 'b' is one word too many",
            "diagram --app FOLDER | 3 | ",
            "diagram none/picture.svg --app ASSEMBLY | 3 | none/picture.svg cannot be written",
            "tour --paus | 2 | there is no option --paus: did you mean --pause?",
            "tour --pause --pause | 2 | --pause is given twice",
            "tour --port x --pause | 2 | --port x is no port: say one from 1 to 65535",
            "tour 2 5 --port 1 | 3 | no class answers on 127.0.0.1:1",
            "tour 2 10 | 2 | there is no lesson 10 (there are 1 A table and its keys; 2 ",
            "tour streems | 2 | there is no lesson streems: did you mean 6? (there are 1 ",
            "completion | 2 | a shell is missing: bash or zsh",
            "completion fish | 2 | SHELL takes bash, zsh, not 'fish'",
            "completion bash zsh | 2 | 'zsh' is one word too many",
            "prepare all | 2 | 'all' is one word too many",
            "prepare --port 1 | 2 | there is no option --port",
            "prepare --offline | 2 | there is no option --offline",
            "invok hello | 2 | there is no command invok: did you mean invoke?",
            "--port 1 | 2 | a command is missing",
            "--verison | 2 | there is no option --verison: did you mean --version?");

    @TempDir
    private static Path folder;

    private Program up;
    private String port;
    private Path csv;

    @BeforeAll
    void start() throws Exception {
        csv = Files.writeString(folder.resolve("books.csv"), "Author,Title\nA,T\n");
        up = Program.start(
                folder, "up", "--port", "0", "--app", RealAssembly.folder().toString());
        port = up.line("ready ").replaceAll(".*:", "");
    }

    @AfterAll
    void close() {
        up.close();
    }

    @Test
    void mistakes_areOneLineWithTheWayOut_inBothLanguages() throws Exception {
        List<String> table = new ArrayList<>();
        List<String> deviations = new ArrayList<>();
        for (String language : List.of("en", "pt-BR")) {
            List<Repeatedly.Said> all = said(language);
            for (int i = 0; i < WRONG.size(); i++) {
                String[] parts = WRONG.get(i).split(" \\| ?", -1);
                String said = all.get(i).output().strip();
                String line = "%-5s %-55s %d  %s"
                        .formatted(language, parts[0], all.get(i).status(), said);
                table.add(line);
                boolean fits = all.get(i).status() == Integer.parseInt(parts[1])
                        && said.startsWith("classroom: ")
                        && said.lines().count() == 1
                        && !said.matches(".*(Exception|java\\.|picocli|\\bnull\\b).*")
                        && (language.equals("pt-BR") || said.startsWith("classroom: " + filled(parts[2])));
                if (!fits) {
                    deviations.add(line);
                }
            }
        }
        Files.write(
                Files.createDirectories(Program.ROOT.resolve(Path.of("test", "target")))
                        .resolve("mistakes.txt"),
                table);

        assertThat(deviations).isEmpty();
    }

    @Test
    void nothing_listsTheCommandsByWhatOneWantsToDo() throws Exception {
        Program.Result english = run("en");
        Program.Result portuguese = run("pt-BR", "help");

        assertThat(english.status()).isZero();
        assertThat(english.output()).contains("Run a class:\n  up ", "The tool itself:\n", "  3   it failed");
        assertThat(english.output().lines()).allMatch(line -> line.length() <= 80);
        assertThat(portuguese.output()).startsWith("Uso: ").contains("Rodar um ambiente:\n  up ");
    }

    @Test
    void helpOfACommand_isInTheLanguage() throws Exception {
        assertThat(run("pt-BR", "help", "table").output())
                .contains("Mostra os itens de uma tabela", "O nome da tabela.", "Itens por página", "Código de saída:");
        assertThat(run("en", "--version").output()).contains("Java ", "DynamoDB Local ", "AWS CDK CLI ");
    }

    @Test
    void status_showsWhatTheClassHas() throws Exception {
        Program.Result said = run("en", "--port", port, "status");
        JsonNode status =
                JSON.readTree(run("pt-BR", "status", "--json", "--port", port).output());

        assertThat(said.output()).contains("a class runs on http://127.0.0.1:" + port, "tables: 4", "functions: 23");
        assertThat(status.properties().stream().map(Map.Entry::getKey))
                .containsExactly(
                        "url",
                        "pid",
                        "home",
                        "started",
                        "data",
                        "throttles",
                        "console",
                        "code",
                        "stacks",
                        "tables",
                        "functions",
                        "queues");
        assertThat(status.path("pid").asLong()).isEqualTo(up.pid());
        assertThat(status.path("tables").get(1).path("keys").toString()).isEqualTo("[\"Author\",\"Title\"]");
        assertThat(status.path("queues").get(0).path("messages").isIntegralNumber())
                .isTrue();
    }

    /** Everything that a lesson leaves is gone: items, logs, decisions, and what was made without a stack. */
    @Test
    void reset_makesTheClassAsItStarted() throws Exception {
        assertThat(run("en", "invoke", "books-load", "--port", port).status()).isZero();
        assertThat(run("en", "table", "books", "--port", port).output())
                .startsWith("Author")
                .contains("20 items and there are more (--all shows them); reading these cost ");
        teacher().call("dynamodb", "DynamoDB_20120810.CreateTable", JSON.readTree("""
                {"TableName": "notes", "BillingMode": "PAY_PER_REQUEST",
                 "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
                 "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}]}
                """));

        Program.Result reset = run("en", "reset", "--port", port);

        assertThat(reset.status()).as(reset.output()).isZero();
        assertThat(reset.output())
                .contains(
                        "deleted: Classroom\n",
                        "table notes",
                        "the class is as after ./classroom up: 4 tables, 23 functions");
        assertThat(run("en", "table", "books", "--port", port).output()).startsWith("no items");
        assertThat(run("en", "logs", "books-load", "--port", port).output()).doesNotContain("START");
        assertThat(run("en", "access", "books-load", "--port", port).output())
                .doesNotContainPattern("BatchWriteItem.* [1-9]");
        assertThat(run("en", "invoke", "books-load", "--port", port).output()).contains("\"loaded\" : 303");
    }

    @Test
    void others_mayNotStopTheClass() {
        String key = teacher()
                .call(
                        AccessApi.SIGNING_NAME,
                        AccessApi.SIGNING_NAME + ".AssumeFunction",
                        NONE.deepCopy().put("FunctionName", "hello"))
                .path("AccessKeyId")
                .asText();
        Client hello = new Client(Integer.parseInt(port), Cloud.REGION, key);

        for (String operation : List.of("DescribeClass", "ResetClass", "StopClass")) {
            assertThatThrownBy(
                            () -> hello.call(ControlApi.SIGNING_NAME, ControlApi.SIGNING_NAME + "." + operation, NONE))
                    .isInstanceOfSatisfying(
                            ServiceException.class, e -> assertThat(e.code()).isEqualTo("AccessDeniedException"));
        }
    }

    @Test
    void classWithData_isStoppedOnlyWithYes() throws Exception {
        Path data = folder.resolve("data");
        try (Program kept = Program.start(
                folder,
                "up",
                "--port",
                "0",
                "--data",
                data.toString(),
                "--app",
                RealAssembly.folder().toString())) {
            String its = kept.line("ready ").replaceAll(".*:", "");

            Program.Result asked = run("en", "stop", "--port", its);
            assertThat(asked.status()).isEqualTo(2);
            assertThat(asked.output()).contains(data + ": say --yes if you want that");
            assertThat(run("en", "reset", "--port", its).status()).isEqualTo(2);
            assertThat(run("en", "reset", "--yes", "--port", its).status()).isZero();

            Program.Result stopped = run("en", "stop", "--yes", "--port", its);
            assertThat(stopped.output()).isEqualTo("stopped; nothing is left but what is in " + data);
            assertThat(stopped.status()).isZero();
            assertThat(kept.end().status()).isZero();
        }
    }

    /** What each row says, of one process for each language. */
    private List<Repeatedly.Said> said(String language) throws Exception {
        Path rows = folder.resolve("rows.json");
        Path answers = folder.resolve("answers.json");
        Files.write(
                rows,
                JSON.writeValueAsBytes(WRONG.stream()
                        .map(row -> filled(row.replaceFirst(" \\|.*", "")).split(" "))
                        .toList()));
        List<String> command = Program.command(folder, Program.ROOT);
        command.remove(command.size() - 1);
        command.set(
                command.size() - 1,
                command.get(command.size() - 1)
                        + File.pathSeparator
                        + Path.of("target", "test-classes").toAbsolutePath());
        command.addAll(List.of(Repeatedly.class.getName(), rows.toString(), answers.toString()));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().put("CLASSROOM_LANG", language);
        builder.environment().remove("AWS_ENDPOINT_URL");
        try (Program program = Program.of(builder)) {
            Program.Result result = program.end();
            assertThat(result.status()).as(result.output()).isZero();
        }
        return JSON.readValue(answers.toFile(), new TypeReference<>() {});
    }

    private String filled(String text) {
        return text.replace("PORT", port)
                .replaceAll("\\bCSV\\b(?! is CSV|, and)", csv.toString())
                .replace("CSV is CSV", csv + " is CSV")
                .replace("FOLDER", folder.toString())
                .replace("ASSEMBLY", RealAssembly.folder().toString());
    }

    private Client teacher() {
        return new Client(Integer.parseInt(port), Cloud.REGION, Identities.TEACHER);
    }

    private static Program.Result run(String language, String... arguments) throws Exception {
        Map<String, String> environment = Map.of("CLASSROOM_LANG", language, "AWS_ENDPOINT_URL", "");
        try (Program program = Program.start(folder, Program.ROOT, environment, arguments)) {
            return program.end();
        }
    }
}
