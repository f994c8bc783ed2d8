package classroom.local.sts;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.local.gateway.Gateway;
import classroom.local.gateway.SignedClient;
import classroom.local.iam.Identities;
import classroom.local.iam.Identity;
import java.io.IOException;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StsApiTest {
    private final Identities identities = new Identities();
    private final Gateway gateway = new Gateway(identities);
    private SignedClient client;

    @BeforeEach
    void start() throws IOException {
        gateway.add(new StsApi());
        client = new SignedClient(gateway.start(0), "sts");
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void teacher_isTheUserTeacher() throws Exception {
        assertThat(identity(identities.teacher()))
                .contains("<Arn>arn:aws:iam::000000000000:user/teacher</Arn>")
                .contains("<Account>000000000000</Account>")
                .contains("<UserId>AIDA");
    }

    @Test
    void environment_isASessionOfItsRole() throws Exception {
        assertThat(identity(identities.issue("HelloRole", "hello")))
                .contains("<Arn>arn:aws:sts::000000000000:assumed-role/HelloRole/hello</Arn>")
                .containsPattern("<UserId>AROA[0-9A-F]+:hello</UserId>");
    }

    @Test
    void unknownKeyAndAction_areRefused() throws Exception {
        HttpResponse<byte[]> key = client.form(new Identity("AKIAOTHER", "", null), "/", "Action=GetCallerIdentity");
        assertThat(key.statusCode()).isEqualTo(403);
        assertThat(SignedClient.text(key)).contains("<Code>InvalidClientTokenId</Code>");
        HttpResponse<byte[]> action = client.form(identities.teacher(), "/", "Action=AssumeRole");
        assertThat(action.statusCode()).isEqualTo(400);
        assertThat(SignedClient.text(action)).contains("<Code>InvalidAction</Code>");
    }

    private String identity(Identity caller) throws Exception {
        HttpResponse<byte[]> response = client.form(caller, "/", "Action=GetCallerIdentity&Version=2011-06-15");
        assertThat(response.statusCode()).isEqualTo(200);
        return SignedClient.text(response);
    }
}
