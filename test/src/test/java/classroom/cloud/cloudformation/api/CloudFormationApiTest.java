package classroom.cloud.cloudformation.api;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.cli.client.Loopback;
import classroom.cli.client.Request;
import classroom.cloud.Cloud;
import classroom.cloud.identity.Identities;
import java.io.ByteArrayInputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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

/** CloudFormation's wire format, and the refusals of its operations. CdkIT tests it with the CDK CLI. */
class CloudFormationApiTest {
    private static final String ONE = "{'Resources': {'Log': {'Type': 'AWS::Logs::LogGroup', 'Properties': {"
            + "'LogGroupName': 'one', 'RetentionInDays': 7}}},"
            + " 'Outputs': {'Name': {'Value': {'Ref': 'Log'}, 'Description': 'the log'}}}";
    private static final String OTHER = ONE.replace("7", "1");

    private static Cloud local;
    private static Loopback client;

    @BeforeAll
    static void start() {
        local = Cloud.start(0, line -> {});
        client = new Loopback(local.port(), Cloud.REGION, Identities.TEACHER);
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

    @ParameterizedTest
    @CsvSource({"Sub, Fn::Sub", "Ref, Ref", "GetAtt, Fn::GetAtt", "Condition, Condition"})
    void shortFormOfAFunction_isRefusedWithItsLineAndAFormThatExists(String shortForm, String whole) {
        String yaml = "Resources:\n  Log:\n    Type: AWS::Logs::LogGroup\n    Properties:\n" + "      LogGroupName: !"
                + shortForm + " one\n";

        Answer answer = call("CreateStack", "StackName", "Class", "TemplateBody", yaml);

        assertThat(answer.error())
                .isEqualTo("ValidationError: Template format error: the short form !" + shortForm
                        + " in line 5 is not supported here: write it out, as " + whole + ":");
    }

    @Test
    void yamlAlias_isRefused() {
        String yaml = "Resources:\n  A: &a\n    Type: AWS::Logs::LogGroup\n  B: *a\n";

        assertThat(call("CreateStack", "StackName", "Class", "TemplateBody", yaml)
                        .error())
                .isEqualTo("ValidationError: Template error: YAML aliases are not allowed in CloudFormation templates");
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

    /** The words: aws-cdk-cli pull 1463 2026-04-30; unsupported properties, a public note of 2026-08-10. */
    @Test
    void changeSetWithInvalidProperties_failsBeforeAnythingIsMade_andDescribeEventsSaysWhy() {
        String template = "{'Resources': {'Q': {'Type': 'AWS::SQS::Queue'}, 'T': {'Type': 'AWS::DynamoDB::Table',"
                + " 'Properties': {'Priority': 1, 'TableName': {'Fn::GetAtt': 'Q.QueueName'},"
                + " 'BillingMode': {'Fn::GetAtt': 'Q.QueueName'}}}}}";
        String id = changeSet("CREATE", template).text("//Id");

        Answer described = call("DescribeChangeSet", "ChangeSetName", id);
        assertThat(described.text("//Status")).isEqualTo("FAILED");
        assertThat(described.text("//ExecutionStatus")).isEqualTo("UNAVAILABLE");
        assertThat(described.text("//StatusReason"))
                .isEqualTo("The following hook(s)/validation failed: [AWS::EarlyValidation::PropertyValidation]. To"
                        + " troubleshoot Early Validation errors, use the DescribeEvents API for detailed failure"
                        + " information.");
        Answer events = call("DescribeEvents", "ChangeSetName", "changes", "StackName", "Class");
        assertThat(events.texts("//OperationEvents/member/ValidationStatusReason"))
                .containsExactly("Required property [KeySchema] not found", "Unsupported property [Priority]");
        assertThat(events.texts("//ValidationPath"))
                .containsExactly("/Resources/T/Properties", "/Resources/T/Properties");
        assertThat(events.text("//OperationEvents/member"))
                .contains(
                        "CREATE_CHANGESET", "VALIDATION_ERROR", "AWS::DynamoDB::Table", "FAIL", "PROPERTY_VALIDATION");
        assertThat(call("DescribeEvents", "ChangeSetName", id).texts("//EventId"))
                .isEqualTo(events.texts("//EventId"))
                .doesNotHaveDuplicates();
        assertThat(call("ExecuteChangeSet", "ChangeSetName", id).error())
                .isEqualTo("InvalidChangeSetStatus: ChangeSet [" + id
                        + "] cannot be executed in its current status of [FAILED]");
    }

    @Test
    void changeSetWithoutValidation_isMadeWhateverItsProperties() {
        Answer made = call(
                "CreateChangeSet",
                "StackName",
                "Class",
                "ChangeSetName",
                "changes",
                "ChangeSetType",
                "CREATE",
                "DisableValidation",
                "true",
                "TemplateBody",
                ONE.replace("'RetentionInDays'", "'Retention'"));

        assertThat(call("DescribeChangeSet", "ChangeSetName", made.text("//Id")).text("//ExecutionStatus"))
                .isEqualTo("AVAILABLE");
        assertThat(call("DescribeEvents", "ChangeSetName", made.text("//Id")).texts("//EventId"))
                .isEmpty();
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

        assertThat(answer.error())
                .isEqualTo("ValidationError: Template format error: Unresolved resource dependencies [Nobody] in the"
                        + " Outputs block of the template");
        assertThat(direct.error())
                .isEqualTo("ValidationError: Template format error: At least one Resources member must be defined.");
        assertThat(call("DescribeStacks", "StackName", "Class").error())
                .isEqualTo("ValidationError: Stack with id Class does not exist");
    }

    /** An output of what a condition leaves out is known before anything is made. */
    @Test
    void outputOfWhatAConditionLeavesOut_isRefusedAtOnce() {
        String template = ONE.replace(
                        "'Type': 'AWS::Logs::LogGroup'", "'Type': 'AWS::Logs::LogGroup', 'Condition': 'No'")
                .replace("'Resources'", "'Conditions': {'No': {'Fn::Equals': ['a', 'b']}}, 'Resources'");
        String error = "ValidationError: Unresolved resource dependencies [Log] in the Outputs block of the template";

        assertThat(createStack(template).error()).isEqualTo(error);
        assertThat(changeSet("CREATE", template).error()).isEqualTo(error);
        assertThat(call("DescribeStacks").texts("//StackName")).isEmpty();
        create(ONE);
        assertThat(call("UpdateStack", "StackName", "Class", "TemplateBody", template)
                        .error())
                .isEqualTo(error);
        assertThat(status()).isEqualTo("CREATE_COMPLETE");
    }

    /** Likewise one that comes to no text, whatever its resources are. */
    @Test
    void outputThatIsNoText_isRefusedAtOnce() {
        assertThat(createStack(ONE.replace("{'Ref': 'Log'}", "{'Fn::Split': ['x', 'axb']}"))
                        .error())
                .isEqualTo("ValidationError: Template format error: The Value field of every Outputs member must"
                        + " evaluate to a String.");
        assertThat(call("DescribeStacks").texts("//StackName")).isEmpty();
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
                        "CREATE_IN_PROGRESS");
        assertThat(events.text("//member[ResourceStatusReason='Resource creation Initiated']/PhysicalResourceId"))
                .isEqualTo("one");
        assertThat(events.text("//member[ResourceStatus='CREATE_FAILED']/ResourceStatusReason"))
                .startsWith("The specified log group already exists (");
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
        assertThat(createStack(
                                template,
                                "Parameters.member.1.ParameterKey",
                                "Days",
                                "Parameters.member.1.UsePreviousValue",
                                "true")
                        .error())
                .contains("Cannot specify usePreviousValue as true for a parameter key not in the previous template");
        createStack(template, "Parameters.member.1.ParameterKey", "Days", "Parameters.member.1.ParameterValue", "3");
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
        call(
                "CreateChangeSet",
                "StackName",
                "Class",
                "ChangeSetName",
                "take",
                "ChangeSetType",
                "CREATE",
                "TemplateBody",
                bucket,
                "ImportExistingResources",
                "true");
        call("ExecuteChangeSet", "StackName", "Class", "ChangeSetName", "take");
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

        for (String acknowledged : List.of("CAPABILITY_AUTO_EXPAND", "CAPABILITY_IAM")) {
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
        assertThat(second.texts("//EventId")).hasSize(85).doesNotContainAnyElementsOf(first.texts("//EventId"));
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
                "CreateStackSet | | InvalidAction: The local class does not carry out CreateStackSet: its functions, roles and"
                        + " queues come from its CDK app, and \"How to add a function\" in CONTRIBUTING.md is the recipe for one"
                        + " of your own.",
                "DescribeStackEvents | | ValidationError: 1 validation error detected: Value null at 'stackName' failed"
                        + " to satisfy constraint: Member must not be null",
                "CreateStack | OnFailure=DO_NOTHING | ValidationError: The local class does not carry out"
                        + " OnFailure of CloudFormation: leave it out",
                "RollbackStack | | ValidationError: Stack with id Class does not exist",
                "ContinueUpdateRollback | | ValidationError: Stack with id Class does not exist",
                "CreateStack | RoleARN=arn:aws:iam::000000000000:role/none | ValidationError: Role"
                        + " arn:aws:iam::000000000000:role/none is invalid or cannot be assumed. There is no role"
                        + " arn:aws:iam::000000000000:role/none.",
                "CreateStack | DeploymentConfig.Mode=EXPRESS | ValidationError: The local class has no deployment mode"
                        + " EXPRESS, only STANDARD",
                "CreateStack | | ValidationError: Either Template URL or Template Body must be specified.",
                "UpdateStack | | ValidationError: Stack [Class] does not exist",
                "CreateChangeSet | ChangeSetName=c&ChangeSetType=IMPORT | ValidationError: The local class has no change"
                        + " sets of the type IMPORT, only CREATE and UPDATE: a change set with ImportExistingResources"
                        + " (cdk deploy --import-existing-resources) takes over buckets, and nothing else",
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

    @Test
    void stackWithoutRollback_keepsWhatItHas_goesOnWithoutRollback_andIsRolledBackWhenAsked() {
        String twins = ONE.replace(
                "'Log': {",
                "'Twin': {'Type': 'AWS::Logs::LogGroup', 'DependsOn': 'Log', 'Properties': {'LogGroupName': 'one'}},"
                        + " 'Log': {");
        for (String state : List.of("CREATE_FAILED", "UPDATE_FAILED")) {
            String action = state.startsWith("CREATE") ? "CreateStack" : "UpdateStack";
            call(action, "StackName", "Class", "TemplateBody", twins, "DisableRollback", "true");
            settle();
            assertThat(status()).isEqualTo(state);
            assertThat(call("DescribeStackResources", "StackName", "Class").texts("//ResourceStatus"))
                    .containsExactlyInAnyOrder("CREATE_COMPLETE", "CREATE_FAILED");
        }
        assertThat(call("UpdateStack", "StackName", "Class", "TemplateBody", OTHER)
                        .error())
                .startsWith("ValidationError: This stack is currently in a non-terminal [UPDATE_FAILED] state.");

        assertThat(call("RollbackStack", "StackName", "Class").text("//StackId"))
                .contains("stack/Class/");
        settle();

        assertThat(status()).isEqualTo("ROLLBACK_COMPLETE");
        assertThat(call("RollbackStack", "StackName", "Class").error())
                .isEqualTo("ValidationError: Stack [Class] is in the state ROLLBACK_COMPLETE: only a stack in"
                        + " CREATE_FAILED or UPDATE_FAILED can be rolled back");
    }

    @Test
    void changeSetWithoutRollback_isMendedByTheNext() {
        create(ONE);
        for (String name : List.of("one", "two")) {
            call(
                    "CreateChangeSet",
                    "StackName",
                    "Class",
                    "ChangeSetName",
                    "c",
                    "TemplateBody",
                    OTHER.replace(
                            "'Log': {",
                            "'Twin': {'Type': 'AWS::Logs::LogGroup', 'DependsOn': 'Log', 'Properties':"
                                    + " {'LogGroupName': '" + name + "'}}, 'Log': {"));
            call("ExecuteChangeSet", "StackName", "Class", "ChangeSetName", "c", "DisableRollback", "true");
            settle();
            assertThat(status()).isEqualTo(name.equals("one") ? "UPDATE_FAILED" : "UPDATE_COMPLETE");
        }
    }

    /** Bytes, not characters: CloudFormation User Guide, "Understand CloudFormation quotas". */
    @ParameterizedTest
    @CsvSource({"x, 51200", "é, 25600"})
    void template_overTheLimitOfARequest_isRefused(String character, int most) {
        String head = ONE.substring(0, ONE.length() - 1) + ", 'Metadata': {'m': '";
        int room = most - head.length() / (character.equals("x") ? 1 : 2) - 3;

        Answer fits = call("ValidateTemplate", "TemplateBody", head + character.repeat(room - 1) + "'}}");
        Answer over = call("ValidateTemplate", "TemplateBody", head + character.repeat(room + 2) + "'}}");

        assertThat(fits.status()).isEqualTo(200);
        assertThat(over.error())
                .startsWith("ValidationError: 1 validation error detected: Value '{")
                .endsWith(
                        "at 'templateBody' failed to satisfy constraint: Member must have length less than or equal to"
                                + " 51200");
    }

    @Test
    void validTemplate_isDescribed() {
        Answer answer = call(
                "ValidateTemplate",
                "TemplateBody",
                "{'Description': 'd', 'Parameters': {'P': {'Type': 'String', 'Default': 'x', 'Description': 'p'}},"
                        + " 'Resources': {'R': {'Type': 'AWS::IAM::Role', 'Properties': {'RoleName': 'r'}}}}");

        assertThat(answer.text("//ValidateTemplateResult/Description")).isEqualTo("d");
        assertThat(answer.text("//Parameters/member/ParameterKey")).isEqualTo("P");
        assertThat(answer.text("//Parameters/member/DefaultValue")).isEqualTo("x");
        assertThat(answer.texts("//Capabilities/member")).containsExactly("CAPABILITY_NAMED_IAM");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'Resources': {}} x | Template format error: JSON not well-formed. (line 1, column 19)",
                "{'Resources' | Template format error: JSON not well-formed. (line 1, column 13)",
                "{'Resources': {'A': {'Type': 'Totally::Made::Up'}}} | Template format error: Unrecognized resource types: [Totally::Made::Up]",
                "{'Resources': {'A': {'Type': 'My::Own::Thing::MODULE'}}} | Template format error: Unrecognized resource types: [My::Own::Thing::MODULE]",
                "{'Resources': {'A': {'Type': 'AWS::Serverless::Function'}}} | Template format error: Unrecognized resource types: [AWS::Serverless::Function]",
                "{'Resources': {'A': {'Type': '../../types/AWS-SQS'}}} | 1 validation error detected: Value '[../../types/AWS-SQS]' at 'typeNameList' failed to satisfy constraint",
                "{'Conditions': {'No': {'Fn::Equals': [1, 2]}}, 'Resources': {'B': {'Type': 'AWS::SQS::Queue'}, 'A': {'Type': 'AA::BB::CC', 'Condition': 'No'}}} | Template format error: Unrecognized resource types: [AA::BB::CC]",
                "{'Resources': {'A': {'Type': 'AWS::SQS::Queue', 'Properties': {'QueueName': {'Ref': 'X'}}}}} | Template format error: Unresolved resource dependencies [X] in the Resources block of the template",
                "{'Resources': {'A': {'Type': 'AWS::SQS::Queue'}}, 'Outputs': {'O': {'Value': {'Fn::GetAtt': 'X.Arn'}}}} | Template error: instance of Fn::GetAtt references undefined resource X",
            })
    void templateThatIsNone_isRefusedByEveryOperation(String template, String error) {
        for (String action : List.of("CreateStack", "CreateChangeSet", "ValidateTemplate")) {
            List<String> parameters = new ArrayList<>(List.of("TemplateBody", template));
            if (!action.equals("ValidateTemplate")) {
                parameters.addAll(List.of("StackName", "Class"));
            }
            if (action.equals("CreateChangeSet")) {
                parameters.addAll(List.of("ChangeSetName", "c", "ChangeSetType", "CREATE"));
            }
            assertThat(call(action, parameters.toArray(String[]::new)).error())
                    .as(action)
                    .startsWith("ValidationError: " + error);
        }
        assertThat(call("DescribeStacks").texts("//StackName")).isEmpty();
    }

    /** The service's own create call refuses a value, in its own words, and the stack is rolled back. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "SQS::Queue | 'QueueName': 'bad name!!' | Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length",
                "SQS::Queue | 'QueueName': 'q.fifo' | Can only include alphanumeric characters",
                "SQS::Queue | 'VisibilityTimeout': 43201 | Invalid value for the parameter VisibilityTimeout.",
                "Logs::LogGroup | 'LogGroupName': 'a b' | at 'logGroupName' failed to satisfy constraint: Member must satisfy regular expression pattern",
                "Logs::LogGroup | 'RetentionInDays': 2 | #/RetentionInDays: 2 is not a valid enum value",
                "S3::Bucket | 'BucketName': 'UPPER' | The specified bucket is not valid.",
                "S3::Bucket | 'BucketName': 'a..b' | The specified bucket is not valid.",
                "S3::Bucket | 'BucketName': '10.0.0.1' | The specified bucket is not valid.",
                "S3::Bucket | 'BucketName': 'x-s3alias' | The specified bucket is not valid.",
                "SSM::Parameter | 'Name': 'a b', 'Type': 'String', 'Value': 'v' | Parameter name: can't be prefixed",
                "SSM::Parameter | 'Name': '/AWS/x', 'Type': 'String', 'Value': 'v' | Parameter name: can't be prefixed",
                "SSM::Parameter | 'Type': 'SecureString', 'Value': 'v' | SecureString is not a valid enum value",
                "DynamoDB::Table | 'TableName': 'a', 'KeySchema': [{'AttributeName': 'p', 'KeyType': 'HASH'}], 'AttributeDefinitions': [{'AttributeName': 'p', 'AttributeType': 'S'}], 'BillingMode': 'PAY_PER_REQUEST' | Member must have length greater than or equal to 3",
                "SQS::Queue | 'Tags': [{'Key': 'aws:x', 'Value': 'v'}] | #/Tags: aws: prefixed tag key names are not allowed for external use.",
                "SQS::Queue | 'Tags': [{'Key': 'x', 'Value': 'v'}, {'Key': 'x', 'Value': 'w'}] | #/Tags: Duplicate tag keys found: x",
                "SNS::Topic | 'Tags': [{'Key': '', 'Value': 'v'}] | #/Tags/0/Key: expected minLength: 1, actual: 0",
                "Logs::LogGroup | 'Tags': [{'Key': 'LONG', 'Value': 'v'}] | #/Tags/0/Key: expected maxLength: 128, actual: 257",
                "IAM::Role | 'AssumeRolePolicyDocument': {}, 'Tags': [{'Key': 'x', 'Value': 'LONG'}] | #/Tags/0/Value: expected maxLength: 256, actual: 257",
                "S3::Bucket | 'Tags': [{'Value': 'v'}] | #/Tags/0: required key [Key] not found",
                "S3::Bucket | 'Tags': [TAGS] | #/Tags: expected maximum item count: 50, found: 51",
                "DynamoDB::Table | 'KeySchema': [{'AttributeName': 'p', 'KeyType': 'HASH'}], 'AttributeDefinitions': [{'AttributeName': 'p', 'AttributeType': 'Q'}], 'BillingMode': 'PAY_PER_REQUEST' | Member must satisfy enum value set: [B, N, S]",
                "DynamoDB::Table | 'KeySchema': [{'AttributeName': 'p', 'KeyType': 'HASH'}], 'AttributeDefinitions': [{'AttributeName': 'p', 'AttributeType': 'S'}], 'BillingMode': 'PAY_PER_REQUEST', 'StreamSpecification': {'StreamViewType': 'ALL'} | Value 'ALL' at 'streamSpecification.streamViewType' failed to satisfy constraint",
                "DynamoDB::Table | 'KeySchema': [{'AttributeName': 'p', 'KeyType': 'HASH'}], 'AttributeDefinitions': [{'AttributeName': 'p', 'AttributeType': 'S'}], 'BillingMode': 'PAY_PER_REQUEST', 'TableClass': 'CHEAP' | Value 'CHEAP' at 'tableClass' failed to satisfy constraint",
                "DynamoDB::Table | 'KeySchema': [{'AttributeName': 'p', 'KeyType': 'HASH'}], 'AttributeDefinitions': [{'AttributeName': 'p', 'AttributeType': 'S'}], 'BillingMode': 'PAY_PER_REQUEST', 'ProvisionedThroughput': {'ReadCapacityUnits': 1, 'WriteCapacityUnits': 1} | Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST",
                "DynamoDB::Table | 'KeySchema': [{'AttributeName': 'p', 'KeyType': 'HASH'}], 'AttributeDefinitions': [{'AttributeName': 'p', 'AttributeType': 'S'}], 'BillingMode': 'PAY_PER_REQUEST', 'GlobalSecondaryIndexes': [{'IndexName': 'ind', 'KeySchema': [{'AttributeName': 'p', 'KeyType': 'HASH'}], 'Projection': {'ProjectionType': 'ALL'}, 'ProvisionedThroughput': {'ReadCapacityUnits': 1, 'WriteCapacityUnits': 1}}] | ProvisionedThroughput should not be specified for index: ind when BillingMode is PAY_PER_REQUEST",
                "DynamoDB::Table | 'KeySchema': [{'AttributeName': 'p', 'KeyType': 'HASH'}], 'AttributeDefinitions': [{'AttributeName': 'p', 'AttributeType': 'S'}], 'BillingMode': 'PAY_PER_REQUEST', 'GlobalSecondaryIndexes': [{'IndexName': 'ind', 'KeySchema': [{'AttributeName': 'p', 'KeyType': 'HASH'}], 'Projection': {'ProjectionType': 'ALL'}}, {'IndexName': 'ind', 'KeySchema': [{'AttributeName': 'p', 'KeyType': 'HASH'}], 'Projection': {'ProjectionType': 'ALL'}}] | Duplicate index name: ind",
                "Lambda::EventInvokeConfig | 'FunctionName': 'f', 'Qualifier': '$LATEST', 'MaximumRetryAttempts': 3 | Value '3' at 'maximumRetryAttempts' failed to satisfy constraint: Member must have value less than or equal to 2",
                "Lambda::EventInvokeConfig | 'FunctionName': 'f', 'Qualifier': '$LATEST', 'DestinationConfig': {'OnFailure': {'Destination': 'q'}} | Value 'q' at 'destinationConfig.onFailure.destination' failed to satisfy constraint",
                "IAM::Role | 'AssumeRolePolicyDocument': {} | Syntax errors in policy.",
                "IAM::Role | 'AssumeRolePolicyDocument': {'Statement': {'Effect': 'Maybe', 'Principal': {'Service': 'lambda.amazonaws.com'}, 'Action': 'sts:AssumeRole'}} | Syntax errors in policy.",
                "IAM::Role | 'AssumeRolePolicyDocument': {'Statement': {'Effect': 'Allow', 'Principal': {'Service': 'lambda.amazonaws.com'}, 'Resource': '*', 'Action': 'sts:AssumeRole'}} | Has prohibited field Resource.",
                "IAM::Role | 'Description': 'LONGLONGLONGLONG', 'AssumeRolePolicyDocument': {'Statement': {'Effect': 'Allow', 'Principal': {'Service': 'lambda.amazonaws.com'}, 'Action': 'sts:AssumeRole'}} | at 'description' failed to satisfy constraint",
                "IAM::Role | 'Policies': [{'PolicyName': 'a b', 'PolicyDocument': {'Statement': {'Effect': 'Allow', 'Action': 's3:*', 'Resource': '*'}}}], 'AssumeRolePolicyDocument': {'Statement': {'Effect': 'Allow', 'Principal': {'Service': 'lambda.amazonaws.com'}, 'Action': 'sts:AssumeRole'}} | Value 'a b' at 'policyName' failed to satisfy constraint",
                "IAM::Role | 'Policies': [{'PolicyName': 'p', 'PolicyDocument': {'Statement': {'Effect': 'Allow', 'Action': 's3:*', 'Resource': [RESOURCES]}}}], 'AssumeRolePolicyDocument': {'Statement': {'Effect': 'Allow', 'Principal': {'Service': 'lambda.amazonaws.com'}, 'Action': 'sts:AssumeRole'}} | Maximum policy size of 10240 bytes exceeded for role Class-It-",
                "IAM::Policy | 'PolicyName': 'p', 'PolicyDocument': {'Statement': {'Effect': 'Allow', 'Action': 's3:*', 'Resource': '*'}} | At least one of [Groups,Roles,Users] must be non-empty.",
                "SQS::QueuePolicy | 'Queues': ['http://x/000000000000/nobody'], 'PolicyDocument': {'Statement': {'Effect': 'Allow', 'Principal': '*', 'Action': 's3:*', 'Resource': '*'}} | The specified queue does not exist.",
                "SQS::Queue | 'FifoQueue': 'yes' | #/FifoQueue: expected type: Boolean, found: String",
                "DynamoDB::Table | 'KeySchema': [{'AttributeName': 'p', 'KeyTyp': 'HASH'}] | #/KeySchema/0: extraneous key [KeyTyp] is not permitted",
                "DynamoDB::Table | 'KeySchema': 'p' | #/KeySchema: expected type: JSONArray, found: String",
            })
    void value_thatTheServiceWouldRefuse_failsWithItsWords(String type, String properties, String reason) {
        String written = properties
                .replace("LONG", "x".repeat(257))
                .replace(
                        "TAGS",
                        IntStream.rangeClosed(1, 51)
                                .mapToObj(i -> "{'Key': '" + i + "', 'Value': 'v'}")
                                .collect(Collectors.joining(", ")))
                .replace(
                        "RESOURCES",
                        IntStream.rangeClosed(1, 400)
                                .mapToObj(i -> "'arn:aws:s3:::bucket-" + i + "'")
                                .collect(Collectors.joining(", ")));
        create("{'Resources': {'It': {'Type': 'AWS::" + type + "', 'Properties': {" + written + "}}}}");

        assertThat(status()).isEqualTo("ROLLBACK_COMPLETE");
        assertThat(call("DescribeStackEvents", "StackName", "Class")
                        .text("//member[ResourceStatus='CREATE_FAILED']/ResourceStatusReason"))
                .contains(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "aws:x | y | aws: prefixed tag key names are not allowed for external use.",
                "AWS:x | y | aws: prefixed tag key names are not allowed for external use.",
                "y | y | Duplicate tag keys found: y"
            })
    void tagsOfAStack_thatCannotBe_areRefused(String one, String other, String message) {
        assertThat(createStack(
                                ONE,
                                "Tags.member.1.Key",
                                one,
                                "Tags.member.1.Value",
                                "v",
                                "Tags.member.2.Key",
                                other,
                                "Tags.member.2.Value",
                                "v")
                        .error())
                .isEqualTo("ValidationError: " + message);
    }

    @Test
    void capability_thatIsNone_isRefused() {
        assertThat(createStack(ONE, "Capabilities.member.1", "ALL").error())
                .startsWith("ValidationError: 1 validation error detected: Value '[ALL]' at 'capabilities' failed");
    }

    private static void create(String template) {
        createStack(template, "Capabilities.member.1", "CAPABILITY_NAMED_IAM");
        settle();
    }

    private static Answer createStack(String template, String... more) {
        List<String> parameters = new ArrayList<>(List.of("StackName", "Class", "TemplateBody", template));
        parameters.addAll(List.of(more));
        return call("CreateStack", parameters.toArray(String[]::new));
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
            var response = client.send(Request.form("cloudformation", form.toString()));
            return new Answer(
                    response.status(),
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
