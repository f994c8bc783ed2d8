package classroom.cloud.cloudformation.api;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.Waiting;
import classroom.cli.client.Answer;
import classroom.cli.client.Loopback;
import classroom.cli.client.Request;
import classroom.cloud.Cloud;
import classroom.cloud.identity.Identities;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Errors of CloudFormation's operations have its code and words; the table has a row and a source for each. */
class CloudFormationWordsTest {
    private static final Pattern ERROR =
            Pattern.compile("<Code>(.*)</Code>\\s*<Message>(.*)</Message>", Pattern.DOTALL);
    private static final Pattern ID = Pattern.compile("<StackId>(.*)</StackId>");

    private static Cloud local;
    private static Loopback client;
    private static String stack;

    @BeforeAll
    static void start() throws Exception {
        local = Cloud.start(0, line -> {});
        client = new Loopback(local.port(), Cloud.REGION, Identities.TEACHER);
        Matcher id = ID.matcher(ask(
                "CreateStack",
                "StackName=Class&TemplateBody={\"Resources\": {\"Log\": {\"Type\":"
                        + " \"AWS::Logs::LogGroup\", \"Metadata\": {\"m\": 1}}}, \"Outputs\": {\"O\": {\"Value\": {\"Fn::GetAtt\":"
                        + " \"Log.Arn\"}, \"Export\": {\"Name\": \"the-log\"}}}}"));
        assertThat(id.find()).isTrue();
        stack = id.group(1);
        Waiting.until(() -> ask("DescribeStacks", "StackName=Class").contains("CREATE_COMPLETE"));
        ask(
                "CreateChangeSet",
                "StackName=Review&ChangeSetName=c&ChangeSetType=CREATE&TemplateBody={\"Resources\": {\"Log\": {\"Type\":"
                        + " \"AWS::Logs::LogGroup\"}}}");
    }

    @AfterAll
    static void stop() {
        local.close();
    }

    private static String ask(String action, String parameters) throws Exception {
        String form = parameters == null
                ? ""
                : Arrays.stream(parameters.split("&"))
                        .map(parameter -> parameter.split("=", 2))
                        .map(pair -> "&" + pair[0] + "=" + URLEncoder.encode(pair[1], StandardCharsets.UTF_8))
                        .collect(Collectors.joining());
        Answer answer = client.send(Request.form("cloudformation", "Version=2010-05-15&Action=" + action + form));
        return answer.text();
    }

    @ParameterizedTest
    @CsvFileSource(
            resources = "/words/cloudformation.txt",
            delimiter = '|',
            quoteCharacter = '`',
            maxCharsPerColumn = 8192)
    void error_hasCloudFormationsCodeAndWords(String action, String parameters, String error, String source)
            throws Exception {
        assertThat(source).isNotBlank();

        Matcher answer = ERROR.matcher(ask(
                action,
                parameters == null ? null : parameters.replace("CLASS", stack).replace("\\n", "\n")));

        assertThat(answer.find()).isTrue();
        assertThat(answer.group(1) + ": "
                        + answer.group(2).replace("&apos;", "'").replace("&#39;", "'"))
                .isEqualTo(error.replace("CLASS", stack).replace("\\n", "\n"));
    }

    @Test
    void templateSummary_saysWhatATemplateAsksFor() throws Exception {
        String template =
                "{\"Description\": \"d\", \"Metadata\": {\"m\": 1}, \"Parameters\": {\"P\": {\"Type\": \"Number\","
                        + " \"Default\": 1, \"AllowedValues\": [1, 2]}, \"Q\": {\"Type\": \"String\", \"NoEcho\": true,"
                        + " \"Description\": \"q\"}}, \"Resources\": {\"R\": {\"Type\": \"AWS::IAM::Role\", \"Properties\":"
                        + " {\"RoleName\": \"r\"}}, \"T\": {\"Type\": \"AWS::DynamoDB::Table\"}, \"U\": {\"Type\":"
                        + " \"AWS::DynamoDB::Table\"}}}";
        String capability = "<Capabilities><member>CAPABILITY_NAMED_IAM</member></Capabilities><CapabilitiesReason>The"
                + " following resource(s) require capabilities: [AWS::IAM::Role]</CapabilitiesReason>";

        assertThat(result("GetTemplateSummary", "TemplateBody=" + template))
                .isEqualTo(
                        "<Description>d</Description><Parameters><member><ParameterKey>P</ParameterKey><DefaultValue>1"
                                + "</DefaultValue><NoEcho>false</NoEcho><ParameterType>Number</ParameterType>"
                                + "<ParameterConstraints><AllowedValues><member>1</member><member>2</member></AllowedValues>"
                                + "</ParameterConstraints></member><member><ParameterKey>Q</ParameterKey><NoEcho>true</NoEcho>"
                                + "<Description>q</Description><ParameterType>String</ParameterType><ParameterConstraints>"
                                + "</ParameterConstraints></member></Parameters>"
                                + capability
                                + "<ResourceTypes><member>AWS::IAM::Role</member><member>AWS::DynamoDB::Table</member>"
                                + "</ResourceTypes><Version>2010-09-09</Version><Metadata>{&quot;m&quot;:1}</Metadata>"
                                + "<ResourceIdentifierSummaries><member><ResourceType>AWS::IAM::Role</ResourceType>"
                                + "<LogicalResourceIds><member>R</member></LogicalResourceIds><ResourceIdentifiers><member>"
                                + "RoleName</member></ResourceIdentifiers></member><member><ResourceType>AWS::DynamoDB::Table"
                                + "</ResourceType><LogicalResourceIds><member>T</member><member>U</member></LogicalResourceIds>"
                                + "<ResourceIdentifiers><member>TableName</member></ResourceIdentifiers></member>"
                                + "</ResourceIdentifierSummaries>");
        assertThat(result("ValidateTemplate", "TemplateBody=" + template))
                .isEqualTo(
                        "<Description>d</Description><Parameters><member><ParameterKey>P</ParameterKey><DefaultValue>1"
                                + "</DefaultValue><NoEcho>false</NoEcho></member><member><ParameterKey>Q</ParameterKey><NoEcho>"
                                + "true</NoEcho><Description>q</Description></member></Parameters>"
                                + capability);
    }

    /** What a template has not, answers have not either (localstack test_get_template_summary_failed_stack 2025-10-07). */
    @Test
    void summaryOfAStack_leavesOutWhatItsTemplateHasNot() throws Exception {
        assertThat(result("GetTemplateSummary", "StackName=Class"))
                .isEqualTo(
                        "<Parameters></Parameters><ResourceTypes><member>AWS::Logs::LogGroup</member></ResourceTypes>"
                                + "<Version>2010-09-09</Version><ResourceIdentifierSummaries><member><ResourceType>"
                                + "AWS::Logs::LogGroup</ResourceType><LogicalResourceIds><member>Log</member>"
                                + "</LogicalResourceIds><ResourceIdentifiers><member>LogGroupName</member></ResourceIdentifiers>"
                                + "</member></ResourceIdentifierSummaries>");
        assertThat(result("ValidateTemplate", "TemplateBody={\"Resources\": {\"T\": {\"Type\": \"AWS::SNS::Topic\"}}}"))
                .isEqualTo("<Parameters></Parameters>");
    }

    private static String result(String action, String parameters) throws Exception {
        String answer = ask(action, parameters);
        return answer.substring(
                answer.indexOf("<" + action + "Result>") + action.length() + "<Result>".length(),
                answer.indexOf("</" + action + "Result>"));
    }

    @Test
    void resource_isFoundByItsPhysicalId() throws Exception {
        Matcher id = Pattern.compile("<PhysicalResourceId>(.*)</PhysicalResourceId>")
                .matcher(ask("DescribeStackResource", "StackName=Class&LogicalResourceId=Log"));
        assertThat(id.find()).isTrue();

        assertThat(ask("DescribeStackResources", "PhysicalResourceId=" + id.group(1)))
                .containsOnlyOnce("<StackId>" + stack + "</StackId>")
                .contains(
                        "<LogicalResourceId>Log</LogicalResourceId>",
                        "<StackResourceDriftStatus>NOT_CHECKED</StackResourceDriftStatus>");
    }

    /** localstack test_list_events_after_deployment 2022-10-05. */
    @Test
    void eventsOfAResource_areNamedByItsState_andTheFirstHasAnEmptyPhysicalId() throws Exception {
        assertThat(ask("DescribeStackEvents", "StackName=Class"))
                .containsPattern(
                        "<EventId>Log-CREATE_COMPLETE-\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{3})?Z</EventId>")
                .contains("<PhysicalResourceId></PhysicalResourceId>");
    }

    @Test
    void resource_isDescribed() throws Exception {
        assertThat(ask("DescribeStackResource", "StackName=Class&LogicalResourceId=Log"))
                .contains(
                        "<StackResourceDetail><StackName>Class</StackName><StackId>" + stack + "</StackId>",
                        "<LogicalResourceId>Log</LogicalResourceId><PhysicalResourceId>Class-Log-",
                        "<ResourceType>AWS::Logs::LogGroup</ResourceType><ResourceStatus>CREATE_COMPLETE</ResourceStatus>",
                        "<Metadata>{&quot;m&quot;:1}</Metadata>",
                        "<StackResourceDriftStatus>NOT_CHECKED</StackResourceDriftStatus>");
    }

    @Test
    void exports_areListedUntilTheirStackIsDeleted() throws Exception {
        String other = "StackName=Other&TemplateBody={\"Resources\": {\"Log\": {\"Type\": \"AWS::Logs::LogGroup\"}},"
                + " \"Outputs\": {\"O\": {\"Value\": \"v\", \"Export\": {\"Name\": \"other\"}}, \"P\": {\"Value\": \"w\"}}}";
        ask("CreateStack", other);
        Waiting.until(() -> ask("DescribeStacks", "StackName=Other").contains("CREATE_COMPLETE"));

        assertThat(ask("ListExports", null))
                .containsPattern("<Exports><member><ExportingStackId>" + stack
                        + "</ExportingStackId><Name>the-log</Name><Value>arn:.*</Value></member><member>")
                .contains("<Name>other</Name><Value>v</Value></member></Exports>");

        ask("DeleteStack", "StackName=Other");
        Waiting.until(() -> !ask("DescribeStacks", "StackName=Other").contains("<member>"));
        assertThat(ask("ListExports", null)).contains("the-log").doesNotContain("other");
    }
}
