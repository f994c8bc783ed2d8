package classroom.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import classroom.cli.JsonExample;
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
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
            "up --port 0 --app FOLDER | 3 | FOLDER is not a cloud assembly",
            "up --port 0 --data CSV --app ASSEMBLY | 3 | --data CSV cannot be made or written to",
            "up --port 0 --context student | 2 | --context takes KEY=VALUE, not student",
            "up --empty --watch | 2 | --watch needs the class of this folder",
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
            "logs helo --port PORT | 2 | there is no function helo: did you mean hello?",
            "logs hello world | 2 | 'world' is one word too many",
            "logs hello --port 1 | 3 | no class answers on 127.0.0.1:1",
            "table | 2 | TABLE is missing",
            "table acount --port PORT | 2 | there is no table acount: did you mean account? (there are account, books,",
            "table books --items 0 --port PORT | 2 | --items takes 1 to 1000, not 0",
            "table books --items many | 2 | --items: 'many' is no whole number",
            "load | 2 | FILE is missing",
            "load none.json --port PORT | 2 | there is no file none.json",
            "load CSV --port PORT | 2 | CSV is CSV, and this takes JSON",
            "load BROKEN --port PORT | 2 | BROKEN:2:17: not JSON",
            "load file://books.json --port PORT | 2 | a file is named by its path alone",
            "load FOLDER --port PORT | 2 | FOLDER is not a file",
            "load CSV --function book-load --port PORT | 2 | there is no function book-load: did you mean books-load?",
            "env --shell fish | 2 | --shell takes sh, powershell, cmd, not 'fish'",
            "env --as helo --port PORT | 2 | there is no function helo: did you mean hello?",
            "env --port 0 | 2 | --port 0 is no port",
            "cdk | 2 | a command of the CDK CLI is missing, such as deploy",
            "cdk deploy --port 1 | 3 | no class answers on 127.0.0.1:1",
            "cdk --endpoint-url http://example.com deploy | 2 | --endpoint-url must be on this machine",
            "cdk deploy --profile me | 2 | --profile leads out of this machine",
            "access --explain | 2 | --explain needs FUNCTION ACTION RESOURCE",
            "access acount-get --port PORT | 2 | there is no function acount-get: did you mean account-get?",
            "access --explain hello s3:GetObject | 2 | --explain needs FUNCTION ACTION RESOURCE",
            "access --port 1 | 3 | no class answers on 127.0.0.1:1",
            "access hello world | 2 | 'world' is one word too many",
            "cost --context | 2 | --context needs a value, KEY=VALUE",
            "cost -c maxMonthlyUsd=much | 2 | -c maxMonthlyUsd=much: maxMonthlyUsd must be an amount in USD",
            "cost --app FOLDER | 3 | FOLDER is not a cloud assembly",
            "cost --context x | 2 | --context takes KEY=VALUE, not x",
            "leftovers --port 1 | 3 | no class answers on 127.0.0.1:1",
            "leftovers all | 2 | 'all' is one word too many",
            "leftovers --regoin x | 2 | there is no option --regoin: did you mean --region?",
            "review | 2 | BASE is missing",
            "review HEAD --allow all | 2 | --allow takes data-loss or wider-permissions, not all",
            "review no-such-commit | 3 | there is no commit no-such-commit here",
            "review HEAD --context x | 2 | --context takes KEY=VALUE, not x",
            "diagram a b | 2 | 'b' is one word too many",
            "diagram --app FOLDER | 3 | FOLDER is not a cloud assembly",
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
            "prepare --to FOLDER | 2 | FOLDER is not an empty folder: empty it, or name another",
            "prepare --to CSV | 2 | FOLDER/books.csv is not an empty folder",
            "prepare --to ASSEMBLY | 2 | ASSEMBLY is in the folder of the class: name one elsewhere",
            "bench nonsense | 2 | there is no benchmark nonsense (there are calls, cold-start, growth, ",
            "bench strat | 2 | there is no benchmark strat: did you mean start? (there are ",
            "bench --rounds x | 2 | --rounds: 'x' is no whole number",
            "bench --rounds 0 | 2 | --rounds takes 1 or more, not 0",
            "bench --java FOLDER | 2 | --java takes the folder of a JDK, and FOLDER is none",
            "compare-models now | 2 | 'now' is one word too many",
            "compare-models --lst | 2 | there is no option --lst",
            "compare-models --results | 2 | --results needs a value",
            "compare-models --results CSV | 3 | the results cannot be written to CSV",
            "help invok | 2 | there is no command invok: did you mean invoke?",
            "help sing | 2 | there is no command sing. See ./classroom",
            "help --verison | 2 | there is no option --verison",
            "invok hello | 2 | there is no command invok: did you mean invoke?",
            "--port 1 | 2 | a command is missing",
            "--verison | 2 | there is no option --verison: did you mean --version?");

    @TempDir
    private static Path folder;

    private Program up;
    private String port;
    private Path csv;
    private Path broken;

    @BeforeAll
    void start() throws Exception {
        csv = Files.writeString(folder.resolve("books.csv"), "Author,Title\nA,T\n");
        broken = Files.writeString(
                folder.resolve("broken.json"),
                "[{\"Author\": \"A\", \"Title\": \"T\"},\n {\"Author\": \"B\" \"Title\": \"U\"}]");
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
                // A synth takes seconds, and is told before the mistake that it finds.
                String said = all.get(i)
                        .output()
                        .strip()
                        .replaceFirst("^(synthesizing the class|sintetizando o ambiente)\\R", "");
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
    void mistakes_ofEachCommand_areAtLeastThree() {
        Map<String, Long> tried = WRONG.stream()
                .collect(Collectors.groupingBy(row -> row.replaceFirst(" .*", ""), Collectors.counting()));

        assertThat(Repeatedly.commands())
                .allSatisfy(command ->
                        assertThat(tried.get(command)).as(command).isNotNull().isGreaterThan(2));
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

    /** In 80 columns, and picocli's folding, which may break after a full stop, leaves ./classroom whole. */
    @Test
    void helpOfEachCommand_fits_inBothLanguages() throws Exception {
        List<String[]> helps = Repeatedly.commands().stream()
                .filter(name -> !isProcess(name))
                .map(name -> new String[] {"help", name})
                .toList();
        for (String language : List.of("en", "pt-BR")) {
            for (Repeatedly.Said help : said(language, helps)) {
                assertThat(help.status()).isZero();
                assertThat(help.shown().lines())
                        .hasSizeGreaterThan(5)
                        .allMatch(line -> line.length() <= 80)
                        .noneMatch(line -> line.matches(" +/.*|.* \\."));
                assertThat(help.shown()).doesNotContain("\n\n\n");
            }
        }
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
        JsonExample.assertIs("status", status.toString());
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

    /** What each row says: of one process for each language, but for the programs of bench, which are processes. */
    private List<Repeatedly.Said> said(String language) throws Exception {
        List<String[]> commands = WRONG.stream()
                .map(row -> Stream.of(row.replaceFirst(" \\|.*", "").split(" "))
                        .map(this::filled)
                        .toArray(String[]::new))
                .toList();
        List<Repeatedly.Said> here = said(
                language, commands.stream().filter(words -> !isProcess(words)).toList());
        List<Repeatedly.Said> all = new ArrayList<>();
        for (String[] words : commands) {
            if (isProcess(words)) {
                Program.Result result = run(language, words);
                all.add(new Repeatedly.Said(result.status(), result.output(), ""));
            } else {
                all.add(here.remove(0));
            }
        }
        return all;
    }

    private static boolean isProcess(String... words) {
        return Set.of("bench", "compare-models").contains(words[0]);
    }

    private List<Repeatedly.Said> said(String language, List<String[]> commands) throws Exception {
        Path rows = folder.resolve("rows.json");
        Path answers = folder.resolve("answers.json");
        Files.write(rows, JSON.writeValueAsBytes(commands));
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
                .replaceAll("\\bCSV(?=$| -| cannot| is CSV)", csv.toString())
                .replace("BROKEN", broken.toString())
                .replaceAll("(?<!--results )FOLDER", folder.toString())
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
