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
    private static final Pattern ERROR = Pattern.compile("<Code>(.*)</Code>\\s*<Message>(.*)</Message>");
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

        Matcher answer = ERROR.matcher(ask(action, parameters == null ? null : parameters.replace("CLASS", stack)));

        assertThat(answer.find()).isTrue();
        assertThat(answer.group(1) + ": "
                        + answer.group(2).replace("&apos;", "'").replace("&#39;", "'"))
                .isEqualTo(error.replace("CLASS", stack));
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
