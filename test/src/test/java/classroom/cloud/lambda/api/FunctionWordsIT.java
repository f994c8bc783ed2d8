package classroom.cloud.lambda.api;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.cli.client.Answer;
import classroom.cli.client.Loopback;
import classroom.cli.client.Request;
import classroom.cloud.Cloud;
import classroom.cloud.identity.Identities;
import classroom.cloud.lambda.environment.TestAsset;
import classroom.cloud.lambda.environment.TestClass;
import classroom.cloud.lambda.environment.TestFunction;
import classroom.cloud.lambda.handlers.Echo;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Lambda refuses of functions, their names, events and settings, on the wire. */
@Timeout(120)
class FunctionWordsIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern REPEATED = Pattern.compile("<(.)\\*(\\d+)>");
    private static final String ARN = "arn:aws:lambda:us-east-2:000000000000:function:";
    private static final String QUALIFIED = "(arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?"
            + "-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_\\.]+)(:(\\$LATEST(\\.PUBLISHED)?|[a-zA-Z0-9-_]+))?";
    private static final String NAME = QUALIFIED.replace("\\.]+)", "]+)").replace("(\\.PUBLISHED)?", "");
    private static final String CONCURRENCY = "/2019-09-30/functions/$1/provisioned-concurrency";

    @TempDir
    private static Path folder;

    private static TestClass room;
    private static Loopback client;

    @BeforeAll
    static void start() throws IOException {
        room = new TestClass(folder, List.of());
        room.put(
                TestFunction.of(Echo.class, TestAsset.jar(folder)).named("echo").build());
        client = new Loopback(room.gateway.uri().getPort(), Cloud.REGION, Identities.TEACHER);
    }

    @AfterAll
    static void stop() {
        room.close();
    }

    /**
     * What Lambda answers. Recorded on AWS by LocalStack's test_lambda_api.py on 2025-11-25; N: its
     * test_function_name_and_qualifier_validation, A: test_function_arns, U: test_url_config_exceptions and
     * test_url_config_list_paging, P: test_permission_exceptions, C: test_provisioned_concurrency_exceptions, T:
     * TestLambdaTag.test_tag_exceptions, R: test_get_function_wrong_region, E: test_lambda_eventinvokeconfig_exceptions.
     * M: the form of Lambda's model, and its bounds. O: the class's own words, for what it does not carry out.
     *
     * <p>Paths begin with f: for a function, e: for its settings of events, c: for its provisioned concurrency. In
     * requests and words, F: is what every function's ARN begins with, and 'a' at 'b' =~ p stands for a pattern.
     */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            N | GET f:my-function! | 400 ValidationException | 'my-function!' at 'functionName' =~ QUALIFIED
            N | GET f:* | 400 ValidationException | '*' at 'functionName' =~ QUALIFIED
            N | GET f:invalid-account:function:echo | 400 ValidationException | 'invalid-account:function:echo' at 'functionName' =~ QUALIFIED
            N | GET f:arn:aws:lambda:invalid-region:000000000000:function:echo | 400 ValidationException | 'arn:aws:lambda:invalid-region:000000000000:function:echo' at 'functionName' =~ QUALIFIED
            N | GET f:arn:aws:ec2:us-east-2:000000000000:instance:i-1 | 400 ValidationException | 'arn:aws:ec2:us-east-2:000000000000:instance:i-1' at 'functionName' =~ QUALIFIED
            N | GET f:F:echo:1:2 | 400 ValidationException | 'F:echo:1:2' at 'functionName' =~ QUALIFIED
            N | GET f:function:echo:$LATEST:extra | 400 ValidationException | 'function:echo:$LATEST:extra' at 'functionName' =~ QUALIFIED
            N | GET f:arn:aws:lambda::000000000000:function:echo | 400 ValidationException | 'arn:aws:lambda::000000000000:function:echo' at 'functionName' =~ QUALIFIED
            N | GET f:arn:aws:lambda:us-east-2::function:echo | 400 ValidationException | 'arn:aws:lambda:us-east-2::function:echo' at 'functionName' =~ QUALIFIED
            N | GET f:F:echo:$LATES | 400 ValidationException | 'F:echo:$LATES' at 'functionName' =~ QUALIFIED
            N | POST f:my-function!/invocations | 400 ValidationException | 'my-function!' at 'functionName' =~ QUALIFIED
            N | GET f:echo?Qualifier=invalid! | 400 ValidationException | 'invalid!' at 'qualifier' =~ \\$(LATEST(\\.PUBLISHED)?)¦[a-zA-Z0-9-_$]+
            N | POST f:echo/invocations?Qualifier=invalid! | 400 ValidationException | 'invalid!' at 'qualifier' =~ \\$(LATEST(\\.PUBLISHED)?)¦[a-zA-Z0-9-_$]+
            N | GET f:echo?Qualifier=<a*129> | 400 ValidationException | 1 validation error detected: Value '<a*129>' at 'qualifier' failed to satisfy constraint: Member must have length less than or equal to 128
            N | GET f:<a*65> | 404 ResourceNotFoundException | Function not found: F:<a*65>
            N | POST f:<a*65>/invocations | 404 ResourceNotFoundException | Function not found: F:<a*65>:$LATEST
            N | GET f:arn:aws:lambda:us-east-2:000000000000:function | 404 ResourceNotFoundException | Function not found: F:function
            N | GET f:F:echo:$LATEST?Qualifier=1 | 400 InvalidParameterValueException | The derived qualifier from the function name does not match the specified qualifier.
            N | GET f:echo?Qualifier=$latest | 404 ResourceNotFoundException | Function not found: F:echo:$latest
            M | GET f:a%20b | 400 ValidationException | 'a b' at 'functionName' =~ QUALIFIED
            M | GET f:hello%2F..%2Fx | 400 ValidationException | 'hello/../x' at 'functionName' =~ QUALIFIED
            M | GET f:%C3%A7%C3%A3o | 400 ValidationException | 'ção' at 'functionName' =~ QUALIFIED
            M | GET f:<a*257> | 400 ValidationException | 1 validation error detected: Value '<a*257>' at 'functionName' failed to satisfy constraint: Member must have length less than or equal to 256
            A | GET f:invalid:function:name/aliases | 400 ValidationException | 'invalid:function:name' at 'functionName' =~ NAME
            A | GET f:F:<a*98>/aliases | 400 ValidationException | 1 validation error detected: Value 'F:<a*98>' at 'functionName' failed to satisfy constraint: Member must have length less than or equal to 140
            R | GET f:arn:aws:lambda:ap-southeast-1:000000000000:function:echo | 404 ResourceNotFoundException | Functions from 'ap-southeast-1' are not reachable in this region ('us-east-2')
            U | GET /2021-10-31/functions/nobody/url | 404 ResourceNotFoundException | The resource you requested does not exist.
            U | GET /2021-10-31/functions/echo/url?Qualifier=1 | 400 ValidationException | '1' at 'qualifier' =~ ((?!^\\d+$)^[0-9a-zA-Z-_]+$)
            U | GET /2021-10-31/functions/echo/url?Qualifier=$LATEST | 400 ValidationException | '$LATEST' at 'qualifier' =~ ((?!^\\d+$)^[0-9a-zA-Z-_]+$)
            U | GET /2021-10-31/functions/nobody/urls | 404 ResourceNotFoundException | Function does not exist
            P | GET f:nobody/policy | 404 ResourceNotFoundException | The resource you requested does not exist.
            P | GET f:echo/policy?Qualifier=42 | 404 ResourceNotFoundException | The resource you requested does not exist.
            C | GET c:echo?Qualifier=$LATEST | 400 InvalidParameterValueException | The function resource provided must be an alias or a published version.
            C | GET c:nobody?Qualifier=noalias | 404 ResourceNotFoundException | Cannot find alias arn: F:nobody:noalias
            C | GET c:echo?Qualifier=noalias | 404 ResourceNotFoundException | Cannot find alias arn: F:echo:noalias
            C | GET c:echo?Qualifier=10 | 404 ResourceNotFoundException | Function not found: F:echo:10
            C | GET c:nobody?List=ALL | 404 ResourceNotFoundException | Function not found: F:nobody
            T | GET /2017-03-31/tags/F:nobody | 404 ResourceNotFoundException | Function not found: F:nobody
            T | GET /2017-03-31/tags/arn:aws:lambda:us-east-2:000000000000:event-source-mapping:00000000-0000-0000-0000-000000000000 | 404 ResourceNotFoundException | Event source mapping not found: arn:aws:lambda:us-east-2:000000000000:event-source-mapping:00000000-0000-0000-0000-000000000000
            T | GET /2017-03-31/tags/arn:aws:lambda:us-east-2:000000000000:foobar:x | 400 ValidationException | 'arn:aws:lambda:us-east-2:000000000000:foobar:x' at 'resource' =~ arn:(aws[a-zA-Z-]*):lambda:(eusc-)?[a-z]{2}((-gov)¦(-iso([a-z]?)))?-[a-z]+-\\d{1}:\\d{12}:(function:[a-zA-Z0-9-_]+(:(\\$LATEST¦[a-zA-Z0-9-_]+))?¦layer:([a-zA-Z0-9-_]+)¦code-signing-config:csc-[a-z0-9]{17}¦event-source-mapping:[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}¦capacity-provider:[a-zA-Z0-9-_]+)
            E | GET e:nobody | 404 ResourceNotFoundException | The function F:nobody:$LATEST doesn't have an EventInvokeConfig
            E | GET e:echo?Qualifier=doesnotexist | 404 ResourceNotFoundException | The function F:echo:doesnotexist doesn't have an EventInvokeConfig
            E | DELETE e:echo | 404 ResourceNotFoundException | The function F:echo:$LATEST doesn't have an EventInvokeConfig
            E | GET e:nobody/list | 404 ResourceNotFoundException | The function doesn't exist.
            E | PUT e:nobody {'MaximumRetryAttempts':1} | 404 ResourceNotFoundException | The function doesn't exist.
            E | POST e:nobody {'MaximumRetryAttempts':1} | 404 ResourceNotFoundException | The function doesn't exist.
            E | POST e:echo {'MaximumRetryAttempts':1} | 404 ResourceNotFoundException | The function F:echo:$LATEST doesn't have an EventInvokeConfig
            E | PUT e:echo?Qualifier=doesnotexist {'MaximumRetryAttempts':1} | 404 ResourceNotFoundException | The function doesn't exist.
            E | PUT e:F:echo:$LATEST?Qualifier=1 {'MaximumRetryAttempts':1} | 400 InvalidParameterValueException | The derived qualifier from the function name does not match the specified qualifier.
            E | PUT e:echo {} | 400 InvalidParameterValueException | You must specify at least one of error handling or destination setting.
            E | PUT e:echo {'DestinationConfig':{'OnSuccess':{'Destination':'F:nobody'}}} | 400 InvalidParameterValueException | The destination ARN F:nobody is invalid.
            E | PUT e:echo {'DestinationConfig':{'OnSuccess':{'Destination':'F:echo'}}} | 400 InvalidParameterValueException | You can't specify the function as a destination for itself.
            E | PUT e:echo {'DestinationConfig':{'OnSuccess':{'Destination':'arn:aws:iam:us-east-2:000000000000:function:x'}}} | 400 InvalidParameterValueException | The provided destination config DestinationConfig(onSuccess=OnSuccess(destination=arn:aws:iam:us-east-2:000000000000:function:x), onFailure=null) is invalid.
            E | PUT e:echo {'DestinationConfig':{'OnFailure':{'Destination':'arn:aws:_-/!lambda:us-east-2:000000000000:function:x'}}} | 400 ValidationException | 'arn:aws:_-/!lambda:us-east-2:000000000000:function:x' at 'destinationConfig.onFailure.destination' =~ $¦kafka://([^.]([a-zA-Z0-9\\-_.]{0,248}))¦arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\\-])+:((eusc-)?[a-z]{2}((-gov)¦(-iso([a-z]?)))?-[a-z]+-\\d{1})?:(\\d{12})?:(.*)
            M | PUT e:echo {'MaximumEventAgeInSeconds':59} | 400 ValidationException | 1 validation error detected: Value '59' at 'maximumEventAgeInSeconds' failed to satisfy constraint: Member must have value greater than or equal to 60
            M | PUT e:echo {'MaximumEventAgeInSeconds':21601} | 400 ValidationException | 1 validation error detected: Value '21601' at 'maximumEventAgeInSeconds' failed to satisfy constraint: Member must have value less than or equal to 21600
            O | PUT e:echo {'DestinationConfig':{'OnFailure':{'Destination':'arn:aws:sns:us-east-2:000000000000:t'}}} | 400 InvalidParameterValueException | The local class sends records of asynchronous invocations to SQS queues and functions only, not to arn:aws:sns:us-east-2:000000000000:t.
            O | PUT e:echo {'DestinationConfig':{'OnSuccess':{'Destination':'arn:aws:events:us-east-2:000000000000:event-bus/b'}}} | 400 InvalidParameterValueException | The local class sends records of asynchronous invocations to SQS queues and functions only, not to arn:aws:events:us-east-2:000000000000:event-bus/b.
            O | PUT e:echo {'DestinationConfig':{'OnFailure':{'Destination':'arn:aws:s3:::b'}}} | 400 InvalidParameterValueException | The local class sends records of asynchronous invocations to SQS queues and functions only, not to arn:aws:s3:::b.
            """)
    void refusal_isInLambdasWords(String source, String request, String status, String words) throws Exception {
        String[] parts = full(request).split(" ");
        byte[] body = (parts.length > 2 ? parts[2] : "").replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        String message = words.replaceAll(
                        "^('.*' at '[^']+') =~ ",
                        "1 validation error detected: Value $1 failed to satisfy constraint: Member must satisfy regular"
                                + " expression pattern: ")
                .replace('¦', '|')
                .replace("QUALIFIED", QUALIFIED)
                .replaceAll("\\bNAME$", NAME.replace("\\", "\\\\").replace("$", "\\$"));

        assertRefused(parts[0] + " " + parts[1], body, status, full(message));
    }

    /**
     * What Lambda answers to an event that is no JSON, and where that was recorded. L: LocalStack's
     * test_lambda_invoke_payload_encoding_error on AWS, 2025-11-24; the bytes are in hexadecimal. K: what a user of the
     * AWS CLI saw on 2025-12-11. J: in the words of Jackson, which AWS uses, but not recorded. O: the class's own.
     */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            L | 6e87729ee9b5d749ee9b6d74 | Invalid UTF-8 start byte 0x87@3
            L | 99eb2c6a07a17a5968       | Unexpected character ((CTRL-CHAR, code 153)): expected a valid value (JSON String, Number, Array, Object or token 'null', 'true' or 'false')@1
            K | {client_id               | Unexpected character ('c' (code 99)): was expecting double-quote to start field name@2
            J | {'a':1}                  | Unexpected character (''' (code 39)): was expecting double-quote to start field name@2
            J | hello                    | Unrecognized token 'hello': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')@1
            O | {} {}                    | Trailing token (of type START_OBJECT) found after value
            O | " "                      | No content to map due to end-of-input
            """)
    void eventThatIsNoJson_isRefusedInJacksonsWords(String source, String event, String words) throws Exception {
        byte[] body = source.equals("L") ? HexFormat.of().parseHex(event) : event.getBytes(StandardCharsets.UTF_8);
        String message = words.replaceAll(
                "@(\\d)$",
                "\n at [Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); line: 1, column: $1]");

        assertRefused(
                full("POST f:echo/invocations"),
                body,
                "400 InvalidRequestContentException",
                "Could not parse request body into json: Could not parse payload into json: " + message);
    }

    private static void assertRefused(String request, byte[] body, String status, String message) throws Exception {
        String[] parts = request.split(" ");
        Answer answer = client.send(new Request("lambda", parts[0], parts[1], Map.of(), body));

        assertThat(answer.status() + " "
                        + answer.headers().firstValue("x-amzn-ErrorType").orElse(""))
                .as(answer.text())
                .isEqualTo(status);
        JsonNode error = JSON.readTree(answer.body());
        assertThat(error.path("message").asText(error.path("Message").asText())).isEqualTo(message);
    }

    /** A text with what its short forms stand for. */
    private static String full(String text) {
        return REPEATED.matcher(text.replaceAll(" f:", " /2015-03-31/functions/")
                        .replaceAll(" e:(.+?)(/list|[? ]|$)", " /2019-09-25/functions/$1/event-invoke-config$2")
                        .replaceAll(" c:(\\w+)", " " + CONCURRENCY)
                        .replaceAll("\\bF:", ARN))
                .replaceAll(m -> m.group(1).repeat(Integer.parseInt(m.group(2))));
    }
}
