package classroom.cli.leftovers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import classroom.cli.terminal.CommandException;
import classroom.cloud.Cloud;
import classroom.cloud.Inside;
import classroom.cloud.SmallAssembly;
import classroom.cloud.SmallClass;
import classroom.cloud.cloudformation.engine.StackException;
import classroom.cloud.gateway.AwsError;
import classroom.cloud.gateway.Call;
import classroom.cloud.gateway.Gateway;
import classroom.cloud.gateway.Protocol;
import classroom.cloud.gateway.Reply;
import classroom.cloud.gateway.Service;
import classroom.cloud.iam.Role;
import classroom.cloud.iam.RoleAuthorizer;
import classroom.cloud.iam.Roles;
import classroom.cloud.identity.Identities;
import classroom.cloud.sts.StsApi;
import classroom.template.assembly.CloudAssembly;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Finds resources that were planted in a local class, with the code that searches an account. */
class SearchTest extends SmallClass {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String KEPT = """
            "Kept": {"Type": "AWS::Logs::LogGroup", "DeletionPolicy": "Retain",
              "Properties": {"LogGroupName": "/aws/lambda/kept"}}
            """;

    @Test
    void classThatIsThere_isItsStackAlone() throws IOException {
        deploy(SmallAssembly.LAST);

        Search.Result result = search();

        assertThat(result.left()).singleElement().satisfies(found -> {
            assertThat(found.kind() + " " + found.id()).isEqualTo("stack Small");
            assertThat(found.why())
                    .matches("CREATE_COMPLETE, no end is set, with \\d+ resources; carries the tag class=classroom");
            assertThat(found.removal()).containsExactly("aws cloudformation delete-stack --stack-name Small");
        });
    }

    @Test
    void classThatWasDeleted_hasLeftNothing() throws IOException {
        deploy(SmallAssembly.LAST);
        local.stacks().find("Small").orElseThrow().delete();

        Search.Result result = search();

        assertThat(result.left()).isEmpty();
        assertThat(result.apart()).isEmpty();
        assertThat(result.failures()).isEmpty();
        assertThat(result.missing()).containsExactly("scheduler", "budgets");
    }

    @Test
    void retainedResource_isFoundAfterItsStack() throws IOException {
        deploy(KEPT);
        local.stacks().find("Small").orElseThrow().delete();

        assertThat(search().left())
                .containsExactly(new Found(
                        "log group",
                        "/aws/lambda/kept",
                        "carries the tag class=classroom",
                        List.of("aws logs delete-log-group --log-group-name /aws/lambda/kept")));
    }

    @Test
    void stackThatCouldNotBeDeleted_isFoundWithWhatItStillHas() throws IOException {
        deploy(SmallAssembly.LAST);
        call("DynamoDB_20120810.UpdateTable", "{\"TableName\": \"books\", \"DeletionProtectionEnabled\": true}");
        assertThatThrownBy(() -> local.stacks().find("Small").orElseThrow().delete())
                .isInstanceOf(StackException.class);

        assertThat(search().left())
                .singleElement()
                .satisfies(
                        found -> assertThat(found.why()).startsWith("DELETE_FAILED, no end is set, with 1 resource; "));
    }

    @Test
    void whatWasMadeByHand_isFoundByItsTagOrItsName() throws Exception {
        lay(SmallAssembly.LAST);
        table("tagged", "[{\"Key\": \"class\", \"Value\": \"classroom\"}]");
        table("books", "[{\"Key\": \"class\", \"Value\": \"another\"}]");
        table("foreign", "[]");
        call("Logs_20140328.CreateLogGroup", "{\"logGroupName\": \"/aws/lambda/Small-OnChange-1\"}");
        Inside.services(local).queues().create("mine", Map.of(), Map.of("class", "classroom"));
        Inside.services(local)
                .roles()
                .put(new Role(
                        Role.arn("/Small-Role-1"),
                        JSON.readTree("{}"),
                        Map.of("Write", JSON.readTree("""
                                {"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}""")),
                        Map.of("class", "classroom"),
                        Duration.ofHours(1)));

        String queue = "http://127.0.0.1:" + local.port() + "/" + Identities.ACCOUNT + "/mine";
        assertThat(search().left())
                .containsExactlyInAnyOrder(
                        new Found(
                                "table",
                                "tagged",
                                "carries the tag class=classroom",
                                List.of("aws dynamodb delete-table --table-name tagged")),
                        new Found(
                                "table",
                                "books",
                                "has a name of the class but not its tag class=classroom: see first whose it is; a"
                                        + " class beside it takes other names with -c student=NAME",
                                List.of("aws dynamodb delete-table --table-name books")),
                        new Found(
                                "log group",
                                "/aws/lambda/Small-OnChange-1",
                                "has a name of the class but not its tag class=classroom: see first whose it is; a"
                                        + " class beside it takes other names with -c student=NAME",
                                List.of("aws logs delete-log-group --log-group-name /aws/lambda/Small-OnChange-1")),
                        new Found(
                                "queue",
                                queue,
                                "carries the tag class=classroom",
                                List.of("aws sqs delete-queue --queue-url " + queue)),
                        new Found(
                                "role",
                                "Small-Role-1",
                                "carries the tag class=classroom",
                                List.of(
                                        "aws iam delete-role-policy --role-name Small-Role-1 --policy-name Write",
                                        "aws iam delete-role --role-name Small-Role-1")));
    }

    @Test
    void moreTablesThanAPage_areAllLookedAt() throws IOException {
        lay(SmallAssembly.LAST);
        for (int i = 0; i < 120; i++) {
            table("other-" + (1000 + i), "[]");
        }
        table("zz-last", "[{\"Key\": \"class\", \"Value\": \"classroom\"}]");

        assertThat(search().left()).extracting(Found::id).containsExactly("zz-last");
    }

    @Test
    void oneStudent_isToldNothingOfTheOthersAndTheTeacherOfAll() throws IOException {
        lay(SmallAssembly.LAST);
        table(
                "ana-notes",
                "[{\"Key\": \"class\", \"Value\": \"classroom\"}, {\"Key\": \"student\", \"Value\": \"ana\"}]");
        table(
                "bia-notes",
                "[{\"Key\": \"class\", \"Value\": \"classroom\"}, {\"Key\": \"student\", \"Value\": \"bia\"}]");

        assertThat(search().left()).extracting(Found::id).containsExactly("ana-notes", "bia-notes");

        Path manifest = folder.resolve("manifest.json");
        Files.writeString(
                manifest,
                Files.readString(manifest)
                        .replace("\"class\": \"classroom\"", "\"class\": \"classroom\", \"student\": \"ana\""));
        assertThat(search().left()).singleElement().satisfies(found -> {
            assertThat(found.id()).isEqualTo("ana-notes");
            assertThat(found.why()).isEqualTo("carries the tag class=classroom, student=ana");
        });
    }

    @Test
    void student_isNotToldOfTheOneWhoseNameGoesOn() throws Exception {
        layFor("ana-b", "Classroom-ana-b");
        local.deploy(CloudAssembly.read(folder, Cloud.ENVIRONMENT));
        // As Lambda makes it, without a tag.
        call("Logs_20140328.CreateLogGroup", "{\"logGroupName\": \"/aws/lambda/Classroom-ana-b-Late-1\"}");
        call("Logs_20140328.CreateLogGroup", "{\"logGroupName\": \"/aws/lambda/Classroom-ana-Late-1\"}");
        layFor("ana", "Classroom-ana");

        // The tables of both are called books here, and that one's tag says whose it is.
        assertThat(search().left()).extracting(Found::id).containsExactly("/aws/lambda/Classroom-ana-Late-1");

        layFor("ana-b", "Classroom-ana-b");
        assertThat(search().left())
                .extracting(Found::id)
                .containsExactly("Classroom-ana-b", "/aws/lambda/Classroom-ana-b-Late-1");
    }

    @Test
    void classThatDeletesItself_isShownWithItsEnd() throws IOException {
        lay(SmallAssembly.LAST);
        endAt("2027-03-31T18:00:00");
        local.deploy(CloudAssembly.read(folder, Cloud.ENVIRONMENT));

        assertThat(search().left())
                .singleElement()
                .satisfies(found ->
                        assertThat(found.why()).startsWith("CREATE_COMPLETE, ends 2027-03-31T18:00:00 UTC, with "));
    }

    /** Who destroys with another student's name than was deployed with is to see which class is still there. */
    @Test
    void classOfAnother_isNamedApartWithItsEndAndNoCommand() throws IOException {
        layFor("ana", "Classroom-ana");
        endAt("2027-03-31T18:00:00");
        local.deploy(CloudAssembly.read(folder, Cloud.ENVIRONMENT));

        layFor("bia", "Classroom-bia");
        Search.Result result = search();

        assertThat(result.left()).isEmpty();
        assertThat(result.apart())
                .containsExactly(
                        "another class, the stack Classroom-ana: CREATE_COMPLETE, ends 2027-03-31T18:00:00 UTC");
        lay(SmallAssembly.LAST);
        assertThat(search().left()).extracting(Found::id).containsExactly("Classroom-ana");
    }

    @Test
    void mappingWhoseFunctionIsGone_isFoundByItsTag() throws IOException {
        layFor("ana", "Elsewhere");
        Path template = folder.resolve("small.template.json");
        Files.writeString(
                template,
                Files.readString(template)
                        .replace(
                                "\"DependsOn\": [\"Policy\"]",
                                "\"DependsOn\": [\"Policy\"], \"DeletionPolicy\": \"Retain\""));
        local.deploy(CloudAssembly.read(folder, Cloud.ENVIRONMENT));
        local.stacks().find("Elsewhere").orElseThrow().delete();
        String id = Inside.services(local).mappings().list().get(0).uuid();

        lay(SmallAssembly.LAST);
        assertThat(search().left())
                .containsExactly(new Found(
                        "event source mapping",
                        id,
                        "carries the tag class=classroom",
                        List.of("aws lambda delete-event-source-mapping --uuid " + id)));
        layFor("bia", "Elsewhere");
        assertThat(search().left()).isEmpty();
    }

    @Test
    void bootstrapStack_isApartAndItsRemovalComesWithAWarning() throws IOException {
        lay(SmallAssembly.LAST);
        Path bootstrap = folder.resolve("bootstrap");
        Files.createDirectories(bootstrap);
        Files.writeString(bootstrap.resolve("t.json"), """
                {"Resources": {"Staging": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "cdk-assets"}}}}
                """);
        Files.writeString(bootstrap.resolve("manifest.json"), """
                {"artifacts": {"CDKToolkit": {"type": "aws:cloudformation:stack",
                  "properties": {"templateFile": "t.json"}}}}
                """);
        local.deploy(CloudAssembly.read(bootstrap, Cloud.ENVIRONMENT));

        Search.Result result = search();

        assertThat(result.left()).isEmpty();
        assertThat(result.apart())
                .singleElement()
                .asString()
                .contains("the CDK's own stack CDKToolkit", "cents a month, may be shared with other CDK apps")
                .contains("Only where there is none: ");
    }

    @Test
    void serviceThatRefuses_isNoEmptyService() throws Exception {
        lay(SmallAssembly.LAST);
        Identities identities = new Identities();
        try (Gateway gateway = new Gateway(identities)) {
            Roles roles = new Roles();
            gateway.add(new StsApi(identities, roles, new RoleAuthorizer(roles), Clock.systemUTC()));
            gateway.add(new Refusing());

            Search.Result result = Search.in(Account.ofClass(gateway.start(0).getPort()), marks());

            assertThat(result.left()).isEmpty();
            assertThat(result.failures()).containsExactly("dynamodb: AccessDeniedException You may not list tables");
            assertThat(result.missing())
                    .containsExactly("cloudformation", "lambda", "logs", "sqs", "iam", "scheduler", "budgets");
        }
    }

    @Test
    void classThatDoesNotRun_isAFailure() throws IOException {
        lay(SmallAssembly.LAST);
        int port = local.port();
        local.close();

        assertThatThrownBy(() -> Search.in(Account.ofClass(port), marks()))
                .isInstanceOf(CommandException.class)
                .hasMessageStartingWith("sts does not answer at http://127.0.0.1:" + port);
    }

    private Search.Result search() {
        return Search.in(Account.ofClass(local.port()), marks());
    }

    private Marks marks() {
        return Marks.of(CloudAssembly.read(folder, Cloud.ENVIRONMENT));
    }

    /** The app of one student, whose stack's name goes into the names that CloudFormation gives. */
    private void layFor(String student, String stack) throws IOException {
        lay(SmallAssembly.LAST);
        Path manifest = folder.resolve("manifest.json");
        Files.writeString(
                manifest,
                Files.readString(manifest)
                        .replace("\"Small\": {", "\"" + stack + "\": {")
                        .replace(
                                "\"class\": \"classroom\"",
                                "\"class\": \"classroom\", \"student\": \"" + student + "\""));
    }

    private void endAt(String moment) throws IOException {
        Path template = folder.resolve("small.template.json");
        ObjectNode json = (ObjectNode) JSON.readTree(template.toFile());
        json.withObject("/Outputs/ClassEndsUtc").put("Value", moment);
        JSON.writeValue(template.toFile(), json);
    }

    private void table(String name, String tags) throws IOException {
        call("DynamoDB_20120810.CreateTable", """
                {"TableName": "%s", "Tags": %s, "BillingMode": "PAY_PER_REQUEST",
                  "KeySchema": [{"AttributeName": "a", "KeyType": "HASH"}],
                  "AttributeDefinitions": [{"AttributeName": "a", "AttributeType": "S"}]}
                """.formatted(name, tags));
    }

    private JsonNode call(String target, String request) throws IOException {
        String service = target.startsWith("Logs") ? "logs" : "dynamodb";
        return client.call(service, target, JSON.readTree(request));
    }

    /** A service that is there and lets nobody in. */
    private static final class Refusing implements Service {
        @Override
        public String signingName() {
            return "dynamodb";
        }

        @Override
        public Reply answer(Call call) {
            throw new AwsError(400, "AccessDeniedException", "You may not list tables");
        }

        @Override
        public Reply error(Call call, AwsError error) {
            return Protocol.jsonError("1.0", error, "com.amazonaws.dynamodb#" + error.code());
        }
    }
}
