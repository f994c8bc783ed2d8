package classroom.template.access;

import static classroom.template.access.Sides.GET;
import static classroom.template.access.Sides.resource;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ResourcePoliciesTest {
    @Test
    void policyOfItsOwn_isThatOfItsSubjects() {
        Map<String, Access> found = read(
                resource("Q", "SQS::Queue", "'QueueName': 'left'"),
                resource("P", "SQS::QueuePolicy", "'Queues': [{'Ref': 'Q'}], 'PolicyDocument': " + GET));

        assertThat(found).containsOnlyKeys("policy of left SQS");
        assertThat(found.get("policy of left SQS").documents())
                .extracting(document -> document.at("/Statement/0/Action").asText())
                .containsExactly("dynamodb:GetItem");
    }

    @Test
    void policyWithoutASubject_isTheAccounts() {
        assertThat(read(resource("P", "Logs::ResourcePolicy", "'PolicyDocument': " + GET)))
                .containsOnlyKeys("policy of Logs in this account Logs");
    }

    @Test
    void policyInAResource_isThatResourcesByWhereItStands() {
        assertThat(read(resource("T", "DynamoDB::Table", "'ResourcePolicy': {'PolicyDocument': " + GET + "}")))
                .containsOnlyKeys("policy of T DynamoDB ResourcePolicy.PolicyDocument");
    }

    @Test
    void permission_isAStatementForCallersOfTheFunction() {
        Map<String, Access> found = read(resource(
                "P",
                "Lambda::Permission",
                "'FunctionName': 'get:live', 'Action': 'lambda:InvokeFunction', 'Principal': 's3.amazonaws.com'"));

        assertThat(found).containsOnlyKeys("callers of get Lambda");
        assertThat(found.get("callers of get Lambda").documents())
                .extracting(
                        document -> document.at("/Statement/Principal/Service").asText())
                .containsExactly("s3.amazonaws.com");
    }

    @Test
    void functionUrl_isForAnybody() {
        Map<String, Access> found =
                read(resource("U", "Lambda::Url", "'TargetFunctionArn': 'get', 'AuthType': 'NONE'"));

        assertThat(found.get("callers of get Lambda").others()).containsExactly("anybody through its URL");
    }

    @Test
    void whatMayGrantAndIsNotUnderstood_isTold() {
        Map<String, Access> found = read(resource("X", "Tomorrow::Thing", "'Permissions': 'everybody'"));

        assertThat(found).containsOnlyKeys("thing X unread");
        assertThat(found.get("thing X unread").unread()).containsOnlyKeys("Permissions");
    }

    @Test
    void identities_areNotReadHere() {
        assertThat(read(resource("P", "IAM::Policy", "'Roles': ['R'], 'PolicyDocument': " + GET)))
                .isEmpty();
    }

    private static Map<String, Access> read(String... resources) {
        Side side = Sides.of(resources);
        return ResourcePolicies.read(side, Holders.of(side));
    }
}
