package classroom.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.cli.client.Client;
import classroom.cli.client.Invocation;
import classroom.cloud.Cloud;
import classroom.cloud.Inside;
import classroom.cloud.identity.Identities;
import classroom.infra.RealAssembly;
import classroom.infra.Synthesis;
import classroom.template.assembly.CloudAssembly;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ana's and Bia's classes in one account: they run side by side, and the end of one does not affect the other. */
@Tag("long")
class TwoStudentsIT {
    private static final String ACCOUNT = "{\"id\": 1, \"email\": \"x@example.com\", \"nome\": \"X\"}";

    @TempDir
    private Path folder;

    private final Cloud local = Cloud.start(0, line -> {});
    private final Client client = new Client(local.port(), Cloud.REGION, Identities.TEACHER);

    @BeforeEach
    void deploy() {
        for (String student : List.of("ana", "bia")) {
            local.deploy(CloudAssembly.read(RealAssembly.ofStudent(student), Cloud.ENVIRONMENT));
        }
    }

    @AfterEach
    void stop() {
        local.close();
    }

    @Test
    void classes_haveTablesOfTheirOwnAndEndByThemselves() throws Exception {
        assertThat(tables())
                .containsExactly(
                        "ana-account",
                        "ana-books",
                        "ana-carros",
                        "ana-proprietarios",
                        "bia-account",
                        "bia-books",
                        "bia-carros",
                        "bia-proprietarios");
        assertThat(invoke("ana-account-create", ACCOUNT)).contains("201");
        assertThat(invoke("bia-account-get", ACCOUNT)).contains("404");
        assertThat(invoke("bia-account-create", ACCOUNT)).contains("201");

        local.stacks().find("Classroom-ana").orElseThrow().delete();

        assertThat(tables()).containsExactly("bia-account", "bia-books", "bia-carros", "bia-proprietarios");
        assertThat(names("lambda", "/2015-03-31/functions/", "Functions", "FunctionName"))
                .hasSameSizeAs(Synthesis.plain().functions())
                .allMatch(name -> name.startsWith("bia-"));
        assertThat(Inside.services(local).roles().list())
                .hasSameSizeAs(Synthesis.plain().functions())
                .allMatch(role -> role.name().startsWith("Classroom-bia-"));
        assertThat(invoke("bia-account-get", ACCOUNT)).contains("200", "x@example.com");
        assertThat(leftovers("ana").status()).isZero();
        assertThat(leftovers("bia").output()).contains("stack Classroom-bia: CREATE_COMPLETE");

        local.stacks().find("Classroom-bia").orElseThrow().delete();

        assertThat(leftovers("bia").status()).isZero();
        assertThat(tables()).isEmpty();
    }

    private Program.Result leftovers(String student) throws Exception {
        return Program.run(
                folder,
                "leftovers",
                "--port",
                Integer.toString(local.port()),
                "--app",
                RealAssembly.ofStudent(student).toString());
    }

    private String invoke(String function, String event) {
        Invocation answer = client.invoke(function, event.getBytes(StandardCharsets.UTF_8));
        return new String(answer.payload(), StandardCharsets.UTF_8);
    }

    private List<String> tables() {
        JsonNode names = client.call("dynamodb", "DynamoDB_20120810.ListTables", JsonNodeFactory.instance.objectNode())
                .path("TableNames");
        return StreamSupport.stream(names.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private List<String> names(String service, String path, String list, String name) {
        return StreamSupport.stream(client.get(service, path).path(list).spliterator(), false)
                .map(each -> each.path(name).asText())
                .toList();
    }
}
