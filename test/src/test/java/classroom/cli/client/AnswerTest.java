package classroom.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the protocols of AWS make of a body. */
class AnswerTest {
    @Test
    void resultOfAQuery_hasItsListsAsArrays() {
        JsonNode result = answer(200, """
                <ListRolesResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/">
                  <ResponseMetadata><RequestId>1</RequestId></ResponseMetadata>
                  <ListRolesResult>
                    <Roles>
                      <member><RoleName>a &amp; b</RoleName><Tags/></member>
                      <member><RoleName>c</RoleName><Tags><member><Key>k</Key><Value>v</Value></member></Tags></member>
                    </Roles>
                    <Marker>next</Marker>
                  </ListRolesResult>
                </ListRolesResponse>""").result("ListRoles");

        assertThat(result.path("Marker").textValue()).isEqualTo("next");
        assertThat(result.path("Roles").findValuesAsText("RoleName")).containsExactly("a & b", "c");
        assertThat(result.at("/Roles/0/Tags")).isEmpty();
        assertThat(result.at("/Roles/1/Tags/0/Value").textValue()).isEqualTo("v");
    }

    @Test
    void answerWithoutThatResult_isNothing() {
        assertThat(answer(200, "<Empty/>").result("ListRoles").isMissingNode()).isTrue();
    }

    @Test
    void entityOfTheServer_isNotRead() {
        Answer answer = answer(200, "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/hostname'>]><a>&b;</a>");

        assertThatThrownBy(() -> answer.result("a"))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith("The answer is not XML: <!DOCTYPE");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            {"__type": "com.amazonaws.sqs#QueueDoesNotExist", "message": "gone"}                      | QueueDoesNotExist | gone
            {"__type": "AccessDeniedException", "Message": "no", "Error": "x"}                        | AccessDeniedException | no
            {"__type": "Bare"}                                                                        | Bare     | Bare
            {}                                                                                        | HTTP 400 | HTTP 400
            <ErrorResponse><Error><Type>Sender</Type><Code>Throttling</Code><Message>slow</Message></Error></ErrorResponse> | Throttling | slow
            <Error><Code>NoSuchKey</Code><Message>no key</Message></Error>                            | NoSuchKey | no key
            <html>                                                                                    | HTTP 400 | <html>
            Bad Gateway                                                                               | HTTP 400 | Bad Gateway
            """)
    void refusal_isReadInEveryProtocol(String body, String code, String message) {
        ServiceException refusal = answer(400, body).refusal();

        assertThat(refusal.status()).isEqualTo(400);
        assertThat(refusal.code()).isEqualTo(code);
        assertThat(refusal).hasMessage(message);
    }

    private static Answer answer(int status, String body) {
        return new Answer(
                status,
                HttpHeaders.of(Map.of("Content-Type", List.of("any")), (name, value) -> true),
                body.getBytes(StandardCharsets.UTF_8));
    }
}
