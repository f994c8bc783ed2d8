package classroom.cloud.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.template.api.Api;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormReaderTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** SQS API Reference, the operations by name, and Smithy 2.0, "AWS query protocol". */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            cloudformation | CreateStack      | StackName=a&Unknown=1&Action=CreateStack                             | {"StackName": "a"}
            cloudformation | CreateStack      | Capabilities.member.2=B&Capabilities.member.10=C&Capabilities.member.1=A | {"Capabilities": ["A", "B", "C"]}
            cloudformation | CreateStack      | Tags.member.1.Key=k&Tags.member.1.Value=v&Tags.member.1.Other=x      | {"Tags": [{"Key": "k", "Value": "v"}]}
            cloudformation | CreateStack      | DisableRollback=true&TimeoutInMinutes=5                              | {"DisableRollback": true, "TimeoutInMinutes": 5}
            cloudformation | CreateStack      | DisableRollback=yes&TimeoutInMinutes=five                            | {"DisableRollback": "yes", "TimeoutInMinutes": "five"}
            cloudformation | CreateStack      | Tags=                                                                | {"Tags": []}
            cloudformation | CreateStack      | DeploymentConfig.Mode=STANDARD                                       | {"DeploymentConfig": {"Mode": "STANDARD"}}
            sqs            | SetQueueAttributes | Attribute.1.Name=DelaySeconds&Attribute.1.Value=5                  | {"Attributes": {"DelaySeconds": "5"}}
            sqs            | CreateQueue      | QueueName=q&Tag.1.Key=k&Tag.1.Value=v                                | {"QueueName": "q", "tags": {"k": "v"}}
            sqs            | TagQueue         | Tag.1.Key=k&Tag.1.Value=v                                            | {"Tags": {"k": "v"}}
            sqs            | UntagQueue       | TagKey.1=a&TagKey.2=b                                                | {"TagKeys": ["a", "b"]}
            sqs            | ReceiveMessage   | MaxNumberOfMessages=5&MessageAttributeName.1=All                     | {"MaxNumberOfMessages": 5, "MessageAttributeNames": ["All"]}
            sqs            | SendMessageBatch | SendMessageBatchRequestEntry.1.Id=a&SendMessageBatchRequestEntry.1.MessageAttribute.1.Name=n&SendMessageBatchRequestEntry.1.MessageAttribute.1.Value.DataType=String | {"Entries": [{"Id": "a", "MessageAttributes": {"n": {"DataType": "String"}}}]}
            """)
    void form_isTheRequestThatItStandsFor(String service, String action, String form, String request) throws Exception {
        FormReader reader = service.equals("sqs") ? FormReader.FLATTENED : FormReader.QUERY;
        Call call = new Call("GET", "/", form, Map.of(), new byte[0], null, "");

        ObjectNode read = reader.read(Api.of(service).operations().get(action).input(), Protocol.form(call));

        assertThat(JSON.readTree(read.toString())).isEqualTo(JSON.readTree(request));
    }

    @Test
    void nameOfAMillionParts_isNoParameter() {
        Map<String, String> form = Map.of("Tags" + ".member.1".repeat(1_000_000), "x", "StackName", "a");

        ObjectNode read = FormReader.QUERY.read(
                Api.of("cloudformation").operations().get("CreateStack").input(), form);

        assertThat(read.toString()).isEqualTo("{\"StackName\":\"a\",\"Tags\":[{}]}");
    }
}
