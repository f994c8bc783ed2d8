package classroom.cloud.iam;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.cli.client.Answer;
import classroom.cli.client.Loopback;
import classroom.cli.client.Request;
import classroom.cloud.gateway.Gateway;
import classroom.cloud.identity.Identities;
import classroom.cloud.identity.Identity;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IamApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final JsonNode WRITE =
            json("{\"Statement\": [{\"Effect\": \"Deny\", \"Action\": \"*\", \"Resource\": \"*\"}]}");

    private static final String SIMULATE = "SimulatePrincipalPolicy";

    private final Identities identities = new Identities();
    private final Roles roles = new Roles();
    private final RoleAuthorizer authorizer = new RoleAuthorizer(roles);
    private final Gateway gateway = new Gateway(identities);
    private Loopback client;

    @BeforeEach
    void start() throws IOException {
        gateway.add(new IamApi(roles, authorizer));
        client = new Loopback(gateway.start(0).getPort(), "us-east-2", Identities.TEACHER);
        roles.put(new Role(
                Role.arn("/class/B"),
                json("{\"a\": \"b c*\"}"),
                Map.of("Write", WRITE),
                Map.of("class", "classroom"),
                Duration.ofHours(2)));
        roles.put(new Role(Role.arn("/A"), json("{}"), Map.of(), Map.of(), Duration.ofHours(1)));
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void roles_areListedByNameInPages() throws Exception {
        assertThat(call("ListRoles", ""))
                .contains("<IsTruncated>false</IsTruncated>", "<Arn>arn:aws:iam::000000000000:role/A</Arn>")
                .containsPattern("(?s)<RoleName>A</RoleName>.*<RoleName>B</RoleName>")
                .containsPattern("<RoleId>AROA[A-Z0-9]{17}</RoleId>")
                .containsPattern("<CreateDate>20\\d\\d-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ</CreateDate>");
        assertThat(call("ListRoles", "&MaxItems=1"))
                .contains("<IsTruncated>true</IsTruncated>", "<Marker>1</Marker>", "<RoleName>A</RoleName>")
                .doesNotContain("<RoleName>B</RoleName>");
        assertThat(call("ListRoles", "&MaxItems=1&Marker=1"))
                .contains("<IsTruncated>false</IsTruncated>", "<RoleName>B</RoleName>");
        assertThat(call("ListRoles", "&PathPrefix=/aws-service-role/")).doesNotContain("<RoleName>");
        assertThat(call("ListRoles", "&PathPrefix=/class/"))
                .contains("<RoleName>B</RoleName>")
                .doesNotContain("<RoleName>A</RoleName>");
    }

    @Test
    void role_hasItsTagsAndItsPoliciesEncoded() throws Exception {
        assertThat(call("GetRole", "&RoleName=B"))
                .contains("<Path>/class/</Path>", "<Arn>arn:aws:iam::000000000000:role/class/B</Arn>")
                .contains("<MaxSessionDuration>7200</MaxSessionDuration>")
                .contains("<AssumeRolePolicyDocument>%7B%22a%22%3A%22b%20c%2A%22%7D</AssumeRolePolicyDocument>");
        assertThat(call("ListRoleTags", "&RoleName=B")).contains("<Key>class</Key><Value>classroom</Value>");
        assertThat(call("ListRolePolicies", "&RoleName=B")).contains("<member>Write</member>");
        assertThat(call("GetRolePolicy", "&RoleName=B&PolicyName=Write"))
                .contains("<PolicyDocument>%7B%22Statement%22%3A");
        assertThat(call("ListAttachedRolePolicies", "&RoleName=B")).doesNotContain("<member>");
    }

    @Test
    void role_goesAfterItsPolicies() throws Exception {
        refused(409, "DeleteConflict", "DeleteRole", "&RoleName=B");
        call("DeleteRolePolicy", "&RoleName=B&PolicyName=Write");
        call("DeleteRole", "&RoleName=B");

        refused(404, "NoSuchEntity", "GetRole", "&RoleName=B");
        assertThat(roles.list()).extracting(Role::name).containsExactly("A");
    }

    @Test
    void whatIsNotThereOrNotServed_isRefusedAsIamDoes() throws Exception {
        refused(404, "NoSuchEntity", "ListRoleTags", "&RoleName=C");
        refused(404, "NoSuchEntity", "GetRolePolicy", "&RoleName=B&PolicyName=Read");
        refused(400, "ValidationError", "GetRole", "");
        refused(400, "ValidationError", "ListRoles", "&Marker=x");
    }

    @Test
    void simulation_saysWhatARolesPoliciesDecide_andCountsNothing() throws Exception {
        String table = "arn:aws:dynamodb:us-east-2:000000000000:table/books";
        String reader = Role.arn("/class/Reader");
        roles.put(new Role(
                reader, json("{}"), Map.of("Read", json("""
                        {"Statement": [{"Effect": "Allow", "Action": "dynamodb:GetItem", "Resource": "%1$s"},
                          {"Effect": "Deny", "Action": "dynamodb:Scan", "Resource": "*"},
                          {"Effect": "Allow", "Action": "dynamodb:Query", "Resource": "%1$s",
                            "Condition": {"ForAllValues:StringEquals": {"dynamodb:LeadingKeys": ["Ana"]},
                              "Bool": {"aws:SecureTransport": "true"}}}]}""".formatted(table))), Map.of(), Duration.ofHours(1)));
        String ask = "&PolicySourceArn=" + reader + "&ResourceArns.member.1=" + table + "&ActionNames.member.1=";

        assertThat(call(SIMULATE, ask + "dynamodb:GetItem"))
                .contains("<EvalDecision>allowed</EvalDecision>", "<EvalResourceName>" + table + "</EvalResourceName>")
                .contains("<SourcePolicyId>role_Reader_Read</SourcePolicyId>", "<IsTruncated>false</IsTruncated>");
        assertThat(call(SIMULATE, ask + "dynamodb:Scan")).contains("<EvalDecision>explicitDeny</EvalDecision>");
        assertThat(call(SIMULATE, ask + "dynamodb:PutItem"))
                .contains("<EvalDecision>implicitDeny</EvalDecision>", "<MatchedStatements></MatchedStatements>");
        assertThat(call(SIMULATE, ask + "dynamodb:Query"))
                .contains("<EvalResourceDecision>implicitDeny</EvalResourceDecision>")
                .contains("<MissingContextValues><member>aws:SecureTransport</member>");
        assertThat(call(
                        SIMULATE,
                        ask + "dynamodb:Query&ContextEntries.member.1.ContextKeyName=AWS:securetransport"
                                + "&ContextEntries.member.1.ContextKeyValues.member.1=true"
                                + "&ContextEntries.member.2.ContextKeyName=dynamodb:LeadingKeys"
                                + "&ContextEntries.member.2.ContextKeyValues.member.1=Ana"))
                .contains("<EvalDecision>allowed</EvalDecision>");
        assertThat(call(SIMULATE, "&PolicySourceArn=" + reader + "&ActionNames.member.1=dynamodb:GetItem"))
                .contains("<EvalResourceName>*</EvalResourceName><EvalDecision>implicitDeny</EvalDecision>")
                .doesNotContain("ResourceSpecificResults");
        assertThat(call(SIMULATE, ask + "dynamodb:GetItem&ResourceArns.member.2=" + table + "2"))
                .contains("<EvalResourceName>*</EvalResourceName><EvalDecision>allowed</EvalDecision>")
                .contains("<EvalResourceName>" + table + "2</EvalResourceName>"
                        + "<EvalResourceDecision>implicitDeny</EvalResourceDecision>");
        assertThat(authorizer.uses().of(reader)).isEmpty();
    }

    @Test
    void simulationOfWhatIsNotThereOrNotCarriedOut_isRefused() throws Exception {
        refused(
                404,
                "NoSuchEntity",
                SIMULATE,
                "&PolicySourceArn=" + Role.arn("/C") + "&ActionNames.member.1=s3:GetObject");
        refused(400, "ValidationError", SIMULATE, "&PolicySourceArn=" + Role.arn("/A"));
        refused(
                400,
                "ValidationError",
                SIMULATE,
                "&PolicySourceArn=" + Role.arn("/A") + "&ActionNames.member.1=s3:GetObject&CallerArn=*");
    }

    @Test
    void function_readsNoRolesUnlessItsOwnAllowsIt() throws Exception {
        Identity function = identities.issue(Role.arn("/A"), "hello");
        Answer response =
                client.as(function.accessKeyId()).send(Request.form("iam", "Action=ListRoles&Version=2010-05-08"));

        assertThat(response.status()).isEqualTo(403);
        assertThat(response.text()).contains("<Code>AccessDenied</Code>", "iam:ListRoles");
    }

    /** IAM decides about a role by its ARN with the path. */
    @Test
    void denyOfAPathedRole_holds() throws Exception {
        roles.put(new Role(Role.arn("/A"), json("{}"), Map.of("own", json("""
                        {"Statement": [{"Effect": "Allow", "Action": "iam:*", "Resource": "*"},
                          {"Effect": "Deny", "Action": "iam:*", "Resource": "arn:aws:iam::*:role/class/*"}]}""")), Map.of(), Duration.ofHours(1)));
        Identity function = identities.issue(Role.arn("/A"), "hello");

        assertThat(client.as(function.accessKeyId())
                        .send(Request.form("iam", "Action=GetRole&Version=2010-05-08&RoleName=A"))
                        .status())
                .isEqualTo(200);
        assertThat(client.as(function.accessKeyId())
                        .send(Request.form("iam", "Action=DeleteRole&Version=2010-05-08&RoleName=B"))
                        .status())
                .isEqualTo(403);
    }

    private String call(String action, String more) throws Exception {
        Answer response = send(action, more);
        assertThat(response.status()).as(response.text()).isEqualTo(200);
        return response.text();
    }

    private void refused(int status, String code, String action, String more) throws Exception {
        Answer response = send(action, more);
        assertThat(response.status()).isEqualTo(status);
        assertThat(response.text()).contains("<Code>" + code + "</Code>");
    }

    private Answer send(String action, String more) throws Exception {
        return client.send(Request.form("iam", "Action=" + action + "&Version=2010-05-08" + more));
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
