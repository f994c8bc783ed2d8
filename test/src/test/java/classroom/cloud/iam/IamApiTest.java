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

    private final Identities identities = new Identities();
    private final Roles roles = new Roles();
    private final Gateway gateway = new Gateway(identities);
    private Loopback client;

    @BeforeEach
    void start() throws IOException {
        gateway.add(new IamApi(roles, new RoleAuthorizer(roles)));
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
