package classroom.local.cloudformation.api;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.local.LocalClass;
import classroom.local.gateway.SignedClient;
import classroom.local.iam.Identities;
import classroom.local.iam.Identity;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** CloudFormation's wire format, and what its operations refuse. What the CDK CLI makes of it is CdkIT's. */
class CloudFormationApiTest {
    private static final Identity TEACHER = new Identities().teacher();
    private static final String ONE = "{'Resources': {'Log': {'Type': 'AWS::Logs::LogGroup', 'Properties': {"
            + "'LogGroupName': 'one', 'RetentionInDays': 7}}},"
            + " 'Outputs': {'Name': {'Value': {'Ref': 'Log'}, 'Description': 'the log'}}}";
    private static final String OTHER = ONE.replace("7", "1");

    private static LocalClass local;
    private static SignedClient client;

    @BeforeAll
    static void start() {
        local = LocalClass.start(0, line -> {});
        client = new SignedClient(URI.create("http://127.0.0.1:" + local.port()), "cloudformation");
    }

    @AfterAll
    static void stop() {
        local.close();
    }

    @AfterEach
    void clear() {
        call("DeleteStack", "StackName", "Class");
        settle();
    }

    @Test
    void createdStack_isDescribedWithItsOutputsParametersAndTags() {
        String template = ONE.replace(
                "'Resources'", "'Parameters': {'Term': {'Type': 'String', 'Default': 'spring'}}, 'Resources'");
        Answer created = call(
                "CreateStack",
                "StackName",
                "Class",
                "TemplateBody",
                template,
                "Tags.member.1.Key",
                "class",
                "Tags.member.1.Value",
                "classroom");
        settle();

        Answer described = call("DescribeStacks", "StackName", created.text("//StackId"));

        assertThat(described.text("//Stacks/member/StackStatus")).isEqualTo("CREATE_COMPLETE");
        assertThat(described.text("//Outputs/member/OutputKey")).isEqualTo("Name");
        assertThat(described.text("//Outputs/member/OutputValue")).isEqualTo("one");
        assertThat(described.text("//Outputs/member/Description")).isEqualTo("the log");
        assertThat(described.text("//Parameters/member/ParameterValue")).isEqualTo("spring");
        assertThat(described.text("//Tags/member/Value")).isEqualTo("classroom");
        assertThat(described.text("//EnableTerminationProtection")).isEqualTo("false");
        assertThat(call("GetTemplate", "StackName", "Class").text("//TemplateBody"))
                .isEqualTo(template.replace('\'', '"'));
    }

    @Test
    void yamlTemplate_isReadAndGivenBackAsItWas() {
        String yaml = "Resources:\n  Log:\n    Type: AWS::Logs::LogGroup\n    Properties:\n      LogGroupName: one\n";

        call("CreateStack", "StackName", "Class", "TemplateBody", yaml);
        settle();

        assertThat(status()).isEqualTo("CREATE_COMPLETE");
        assertThat(call("GetTemplate", "StackName", "Class").text("//TemplateBody"))
                .isEqualTo(yaml);
    }

    @Test
    void shortFormOfAFunction_isRefusedWithItsLine() {
        String yaml = "Resources:\n  Log:\n    Type: AWS::Logs::LogGroup\n    Properties:\n"
                + "      LogGroupName: !Sub one\n";

        Answer answer = call("CreateStack", "StackName", "Class", "TemplateBody", yaml);

        assertThat(answer.error())
                .isEqualTo(
                        "ValidationError: Template format error: the short form !Sub in line 5 is not supported here:"
                                + " write it out, as Ref: or Fn::Sub:");
    }

    @Test
    void yamlAlias_isRefused() {
        String yaml = "Resources:\n  A: &a\n    Type: AWS::Logs::LogGroup\n  B: *a\n";

        assertThat(call("CreateStack", "StackName", "Class", "TemplateBody", yaml)
                        .error())
                .isEqualTo("ValidationError: Template format error: YAML aliases are not allowed in CloudFormation"
                        + " templates (line 4)");
    }

    @Test
    void secretParameter_isToldToNobody() {
        create(ONE.replace(
                "'Resources'",
                "'Parameters': {'P': {'Type': 'String', 'NoEcho': true, 'Default': 'hush'}}, 'Resources'"));

        assertThat(call("DescribeStacks", "StackName", "Class").text("//ParameterValue"))
                .isEqualTo("****");
    }

    @Test
    void updateOfAStackUnderReview_isRefused() {
        changeSet("CREATE", ONE);

        assertThat(call("UpdateStack", "StackName", "Class", "TemplateBody", ONE)
                        .error())
                .endsWith("is in REVIEW_IN_PROGRESS state and can not be updated.");
    }

    @Test
    void failedUpdate_leavesNoPhantomAmongTheResources() {
        create(ONE);
        call(
                "UpdateStack",
                "StackName",
                "Class",
                "TemplateBody",
                ONE.replace(
                        "'Resources': {",
                        "'Resources': {'Again': {'Type': 'AWS::Logs::LogGroup',"
                                + " 'Properties': {'LogGroupName': 'one'}}, "));
        settle();

        assertThat(status()).isEqualTo("UPDATE_ROLLBACK_COMPLETE");
        assertThat(call("ListStackResources", "StackName", "Class").texts("//LogicalResourceId"))
                .containsExactly("Log");
    }

    @Test
    void changeSet_saysWhatWouldChangeAndIsCarriedOutOnce() {
        create(ONE);
        Answer made = changeSet("UPDATE", OTHER);
        String id = made.text("//Id");

        Answer described = call("DescribeChangeSet", "ChangeSetName", id, "IncludePropertyValues", "true");
        assertThat(described.text("//Status")).isEqualTo("CREATE_COMPLETE");
        assertThat(described.text("//ExecutionStatus")).isEqualTo("AVAILABLE");
        assertThat(described.text("//ResourceChange/Action")).isEqualTo("Modify");
        assertThat(described.text("//ResourceChange/Replacement")).isEqualTo("False");
        assertThat(described.text("//Details/member/Target/Name")).isEqualTo("RetentionInDays");
        assertThat(described.text("//Details/member/Target/BeforeValue")).isEqualTo("7");
        assertThat(described.text("//Details/member/Target/AfterValue")).isEqualTo("1");
        assertThat(described.text("//BeforeContext")).contains("\"RetentionInDays\":7");
        assertThat(call("ListChangeSets", "StackName", "Class").texts("//Summaries/member/ChangeSetName"))
                .containsExactly("changes");

        assertThat(call("ExecuteChangeSet", "ChangeSetName", id).status()).isEqualTo(200);
        settle();
        assertThat(status()).isEqualTo("UPDATE_COMPLETE");
        assertThat(call("ExecuteChangeSet", "ChangeSetName", id).error())
                .isEqualTo("ChangeSetNotFound: ChangeSet [" + id + "] does not exist");
    }

    @Test
    void changeSetThatReplaces_saysSoAndWhatBecomesOfTheOldOne() {
        create(ONE);

        changeSet("UPDATE", ONE.replace("'one'", "'two'"));

        Answer described = call("DescribeChangeSet", "ChangeSetName", "changes", "StackName", "Class");
        assertThat(described.text("//ResourceChange/Replacement")).isEqualTo("True");
        assertThat(described.text("//ResourceChange/PolicyAction")).isEqualTo("ReplaceAndDelete");
        assertThat(described.text("//Details/member/Target/RequiresRecreation")).isEqualTo("Always");
        assertThat(described.texts("//BeforeContext")).isEmpty();
    }

    @Test
    void changeSetOfAdditionAndRemoval_namesBoth() {
        create(ONE);

        changeSet("UPDATE", ONE.replace("'Log'", "'Other'").replace("'one'", "'two'"));

        assertThat(call("DescribeChangeSet", "ChangeSetName", "changes", "StackName", "Class")
                        .texts("//ResourceChange/Action"))
                .containsExactly("Add", "Remove");
    }

    @Test
    void changeSetWithoutChanges_failsInCloudFormationsWordsAndCannotBeCarriedOut() {
        create(ONE);
        String id = changeSet("UPDATE", ONE).text("//Id");

        Answer described = call("DescribeChangeSet", "ChangeSetName", id);
        assertThat(described.text("//Status")).isEqualTo("FAILED");
        assertThat(described.text("//StatusReason"))
                .isEqualTo("The submitted information didn't contain changes. Submit different information to create a"
                        + " change set.");
        assertThat(call("ExecuteChangeSet", "ChangeSetName", id).error()).startsWith("InvalidChangeSetStatus:");
        assertThat(call("UpdateStack", "StackName", "Class", "TemplateBody", ONE)
                        .error())
                .isEqualTo("ValidationError: No updates are to be performed.");
    }

    @Test
    void changeSetOfANewStack_putsItUnderReview() {
        changeSet("CREATE", ONE);

        assertThat(status()).isEqualTo("REVIEW_IN_PROGRESS");
        assertThat(call("GetTemplate", "StackName", "Class").texts("//TemplateBody"))
                .isEmpty();
        assertThat(call("GetTemplate", "StackName", "Class", "ChangeSetName", "changes")
                        .text("//TemplateBody"))
                .isEqualTo(ONE.replace('\'', '"'));
        call("ExecuteChangeSet", "StackName", "Class", "ChangeSetName", "changes");
        settle();
        assertThat(status()).isEqualTo("CREATE_COMPLETE");
    }

    @Test
    void deletedChangeSet_isGoneAndDeletingItAgainIsNoError() {
        changeSet("CREATE", ONE);

        for (int i = 0; i < 2; i++) {
            assertThat(call("DeleteChangeSet", "StackName", "Class", "ChangeSetName", "changes")
                            .status())
                    .isEqualTo(200);
        }

        Answer answer = call("DescribeChangeSet", "StackName", "Class", "ChangeSetName", "changes");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.error()).startsWith("ChangeSetNotFound:");
    }

    @Test
    void templateThatCannotBeCarriedOut_leavesNoStack() {
        Answer answer = changeSet("CREATE", ONE.replace("{'Ref': 'Log'}", "{'Ref': 'Nobody'}"));
        Answer direct = call("CreateStack", "StackName", "Class", "TemplateBody", "{'Resources': {}}");

        assertThat(answer.status()).isEqualTo(200); // An output is resolved only when the rest is there.
        assertThat(direct.error()).isEqualTo("AlreadyExistsException: Stack [Class] already exists");
        clear();
        assertThat(call("CreateStack", "StackName", "Class", "TemplateBody", "{'Resources': {}}")
                        .error())
                .isEqualTo("ValidationError: Resources: at least one resource is required");
        assertThat(call("DescribeStacks", "StackName", "Class").error())
                .isEqualTo("ValidationError: Stack with id Class does not exist");
    }

    @Test
    void failedCreation_isRolledBackWithEventsThatSayWhyAndCanOnlyBeDeleted() {
        String template = ONE.replace(
                "'Resources': {",
                "'Resources': {'Again': {'Type': 'AWS::Logs::LogGroup', 'DependsOn': 'Log',"
                        + " 'Properties': {'LogGroupName': 'one'}}, ");
        create(template);

        assertThat(status()).isEqualTo("ROLLBACK_COMPLETE");
        Answer events = call("DescribeStackEvents", "StackName", "Class");
        assertThat(events.texts("//StackEvents/member/ResourceStatus"))
                .containsExactly(
                        "ROLLBACK_COMPLETE",
                        "DELETE_COMPLETE",
                        "DELETE_COMPLETE",
                        "DELETE_IN_PROGRESS",
                        "ROLLBACK_IN_PROGRESS",
                        "CREATE_FAILED",
                        "CREATE_IN_PROGRESS",
                        "CREATE_COMPLETE",
                        "CREATE_IN_PROGRESS",
                        "CREATE_IN_PROGRESS",
                        "REVIEW_IN_PROGRESS");
        assertThat(events.text("//member[ResourceStatus='CREATE_FAILED']/ResourceStatusReason"))
                .isEqualTo("The specified log group already exists");
        assertThat(call("UpdateStack", "StackName", "Class", "TemplateBody", OTHER)
                        .error())
                .endsWith("is in ROLLBACK_COMPLETE state and can not be updated.");
    }

    @Test
    void parameters_keepTheirPreviousValueAndNameThemselvesWhenWrong() {
        String template = ONE.replace("7", "{'Ref': 'Days'}")
                .replace("'Resources'", "'Parameters': {'Days': {'Type': 'Number'}}, 'Resources'");

        assertThat(call("CreateStack", "StackName", "Class", "TemplateBody", template)
                        .error())
                .isEqualTo("ValidationError: Parameters: [Days] must have values");
        assertThat(call(
                                "CreateStack",
                                "StackName",
                                "Class",
                                "TemplateBody",
                                template,
                                "Parameters.member.1.ParameterKey",
                                "Weeks",
                                "Parameters.member.1.ParameterValue",
                                "1")
                        .error())
                .isEqualTo("ValidationError: Parameters: [Weeks] do not exist in the template");
        assertThat(call(
                                "CreateStack",
                                "StackName",
                                "Class",
                                "TemplateBody",
                                template,
                                "Parameters.member.1.ParameterKey",
                                "Days",
                                "Parameters.member.1.UsePreviousValue",
                                "true")
                        .error())
                .contains("Cannot specify usePreviousValue as true for a parameter key not in the previous template");
        call(
                "CreateStack",
                "StackName",
                "Class",
                "TemplateBody",
                template,
                "Parameters.member.1.ParameterKey",
                "Days",
                "Parameters.member.1.ParameterValue",
                "3");
        settle();
        assertThat(call(
                                "UpdateStack",
                                "StackName",
                                "Class",
                                "UsePreviousTemplate",
                                "true",
                                "Parameters.member.1.ParameterKey",
                                "Days",
                                "Parameters.member.1.UsePreviousValue",
                                "true")
                        .error())
                .isEqualTo("ValidationError: No updates are to be performed.");
    }

    @Test
    void retainedBucketOfADeletedStack_isTakenOverWhenTheClientSaysSo() {
        String bucket = "{'Resources': {'Staging': {'Type': 'AWS::S3::Bucket', 'DeletionPolicy': 'Retain',"
                + " 'Properties': {'BucketName': 'cdk-assets'}}}}";
        create(bucket);
        clear();

        create(bucket);
        assertThat(status()).isEqualTo("ROLLBACK_COMPLETE");
        clear();
        call("CreateStack", "StackName", "Class", "TemplateBody", bucket, "ImportExistingResources", "true");
        settle();

        assertThat(status()).isEqualTo("CREATE_COMPLETE");
        assertThat(call("DescribeStackResources", "StackName", "Class").text("//ResourceStatus"))
                .isEqualTo("IMPORT_COMPLETE");
    }

    @Test
    void parameterOfSystemsManager_mustBeThere() {
        String template = ONE.replace(
                "'Resources'",
                "'Parameters': {'V': {'Type': 'AWS::SSM::Parameter::Value<String>', 'Default': '/a/b'}}, 'Resources'");

        assertThat(call("CreateStack", "StackName", "Class", "TemplateBody", template)
                        .error())
                .isEqualTo("ValidationError: Unable to fetch parameters [/a/b] from parameter store for this account.");
    }

    @Test
    void identities_mustBeAcknowledged() {
        String template = "{'Resources': {'Role': {'Type': 'AWS::IAM::Role', 'Properties': {'RoleName': 'r',"
                + " 'AssumeRolePolicyDocument': {}}}}}";

        for (String acknowledged : List.of("", "CAPABILITY_IAM")) {
            assertThat(call(
                                    "CreateStack",
                                    "StackName",
                                    "Class",
                                    "TemplateBody",
                                    template,
                                    "Capabilities.member.1",
                                    acknowledged)
                            .error())
                    .isEqualTo("InsufficientCapabilitiesException: Requires capabilities : [CAPABILITY_NAMED_IAM]");
        }
        assertThat(call(
                                "CreateStack",
                                "StackName",
                                "Class",
                                "TemplateBody",
                                template.replace("'RoleName': 'r',", ""),
                                "Capabilities.member.1",
                                "CAPABILITY_IAM")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void protectedStack_isNotDeletedUntilTheProtectionIsTakenOff() {
        create(ONE);
        call("UpdateTerminationProtection", "StackName", "Class", "EnableTerminationProtection", "true");

        assertThat(call("DeleteStack", "StackName", "Class").error())
                .isEqualTo("ValidationError: Stack [Class] cannot be deleted while TerminationProtection is enabled");

        call("UpdateTerminationProtection", "StackName", "Class", "EnableTerminationProtection", "false");
    }

    @Test
    void deletedStack_isToldOfByItsIdAlone() {
        create(ONE);
        String id = call("DescribeStacks", "StackName", "Class").text("//StackId");
        clear();

        assertThat(call("DescribeStacks", "StackName", id).text("//StackStatus"))
                .isEqualTo("DELETE_COMPLETE");
        assertThat(call("DescribeStackResources", "StackName", id).texts("//LogicalResourceId"))
                .isEmpty();
        assertThat(call("DescribeStacks").texts("//StackName")).isEmpty();
        assertThat(call("ListStacks", "StackStatusFilter.member.1", "DELETE_COMPLETE")
                        .texts("//StackId"))
                .contains(id);
    }

    @Test
    void resources_areThoseThatAreThere() {
        create(ONE);
        call("UpdateStack", "StackName", "Class", "TemplateBody", ONE.replace("'one'", "'two'"));
        settle();

        assertThat(call("DescribeStackResources", "StackName", "Class", "LogicalResourceId", "Log")
                        .texts("//PhysicalResourceId"))
                .containsExactly("two");
        assertThat(call("ListStackResources", "StackName", "Class").texts("//ResourceStatus"))
                .containsExactly("UPDATE_COMPLETE");
    }

    @Test
    void manyEvents_comeInPagesLatestFirst() {
        StringBuilder logs = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            logs.append("'L" + i + "': {'Type': 'AWS::Logs::LogGroup', 'Properties': {'LogGroupName': 'l" + i + "'}},");
        }
        create(ONE.replace("'Resources': {", "'Resources': {" + logs));

        Answer first = call("DescribeStackEvents", "StackName", "Class");
        Answer second = call("DescribeStackEvents", "StackName", "Class", "NextToken", first.text("//NextToken"));

        assertThat(first.texts("//EventId")).hasSize(100);
        assertThat(second.texts("//EventId")).hasSize(25).doesNotContainAnyElementsOf(first.texts("//EventId"));
        assertThat(second.texts("//NextToken")).isEmpty();
        assertThat(first.texts("//ResourceStatus")).startsWith("CREATE_COMPLETE");
        assertThat(call("DescribeStackEvents", "StackName", "Class", "NextToken", "x")
                        .error())
                .contains("NextToken x");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CreateStackSet | | InvalidAction: Could not find operation CreateStackSet for version 2010-05-15",
                "DescribeStackEvents | | ValidationError: 1 validation error detected: Value null at 'stackName' failed"
                        + " to satisfy constraint: Member must not be null",
                "CreateStack | DisableRollback=true | ValidationError: The local class does not carry out"
                        + " DisableRollback of CloudFormation: leave it out",
                "CreateStack | RoleARN=arn:aws:iam::000000000000:role/none | ValidationError: Role"
                        + " arn:aws:iam::000000000000:role/none is invalid or cannot be assumed",
                "CreateStack | DeploymentConfig.Mode=EXPRESS | ValidationError: The local class has no deployment mode"
                        + " EXPRESS, only STANDARD",
                "CreateStack | TemplateURL=http://127.0.0.1/b/k | ValidationError: S3 error: The specified key does not"
                        + " exist: http://127.0.0.1/b/k",
                "CreateStack | TemplateURL=s3 bad | ValidationError: S3 error: Domain name specified in s3 bad is not a"
                        + " valid S3 domain",
                "CreateStack | | ValidationError: Either Template URL or Template Body must be specified.",
                "UpdateStack | | ValidationError: Stack with id Class does not exist",
                "CreateChangeSet | ChangeSetName=c&ChangeSetType=IMPORT | ValidationError: The local class has no change"
                        + " sets of the type IMPORT, only CREATE and UPDATE",
                "CreateChangeSet | ChangeSetName=c | ValidationError: Stack [Class] does not exist",
            })
    void whatIsNotCarriedOut_isRefusedAndSaysWhat(String action, String parameters, String error) {
        List<String> form =
                new ArrayList<>(action.equals("DescribeStackEvents") ? List.of() : List.of("StackName", "Class"));
        if (parameters != null) {
            for (String parameter : parameters.split("&")) {
                form.addAll(List.of(parameter.split("=", 2)));
            }
        }

        assertThat(call(action, form.toArray(String[]::new)).error()).isEqualTo(error);
        assertThat(call("DescribeStacks").texts("//StackName")).isEmpty();
    }

    private static void create(String template) {
        call("CreateStack", "StackName", "Class", "TemplateBody", template);
        settle();
    }

    private static Answer changeSet(String type, String template) {
        return call(
                "CreateChangeSet",
                "StackName",
                "Class",
                "ChangeSetName",
                "changes",
                "ChangeSetType",
                type,
                "TemplateBody",
                template);
    }

    private static String status() {
        return call("DescribeStacks", "StackName", "Class").text("//StackStatus");
    }

    /** Waits until nothing is under way any more; a stack under review waits for its client. */
    private static void settle() {
        List<String> states;
        do {
            Thread.onSpinWait();
            states = call("DescribeStacks").texts("//StackStatus");
        } while (states.stream().anyMatch(state -> state.endsWith("_IN_PROGRESS") && !state.startsWith("REVIEW")));
    }

    private static Answer call(String action, String... parameters) {
        StringBuilder form = new StringBuilder("Version=2010-05-15&Action=" + action);
        for (int i = 0; i < parameters.length; i += 2) {
            form.append('&')
                    .append(parameters[i])
                    .append('=')
                    .append(URLEncoder.encode(parameters[i + 1].replace('\'', '"'), StandardCharsets.UTF_8));
        }
        try {
            HttpResponse<byte[]> response = client.form(TEACHER, "/", form.toString());
            return new Answer(
                    response.statusCode(),
                    DocumentBuilderFactory.newDefaultInstance()
                            .newDocumentBuilder()
                            .parse(new ByteArrayInputStream(response.body())));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private record Answer(int status, Document document) {
        List<String> texts(String path) {
            try {
                NodeList nodes = (NodeList)
                        XPathFactory.newDefaultInstance().newXPath().evaluate(path, document, XPathConstants.NODESET);
                List<String> texts = new ArrayList<>();
                for (int i = 0; i < nodes.getLength(); i++) {
                    texts.add(nodes.item(i).getTextContent());
                }
                return texts;
            } catch (javax.xml.xpath.XPathExpressionException e) {
                throw new AssertionError(path, e);
            }
        }

        String text(String path) {
            assertThat(texts(path)).as(path).isNotEmpty();
            return texts(path).get(0);
        }

        String error() {
            return text("//Error/Code") + ": " + text("//Error/Message");
        }
    }
}
