package classroom.cloud.lambda.environment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import classroom.cloud.identity.Identities;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialsTest {
    private static final String URL = "http://127.0.0.1:1/env/key";

    @TempDir
    private Path folder;

    private final Identities identities = new Identities();

    @Test
    void process_getsTheKeysOfItsRole_untilTheyAreRevoked() {
        Credentials credentials = new Credentials(TestDeployment.latest(folder), identities);
        String key = credentials.variables(URL).get("AWS_ACCESS_KEY_ID");

        assertThat(identities.find(key).orElseThrow().role()).endsWith(":role/Echo-role");
        assertThat(credentials.answer("").status()).isEqualTo(403);

        credentials.revoke();
        assertThat(identities.find(key)).isEmpty();
    }

    @Test
    void snapshot_fetchesThemByItsToken() {
        Credentials credentials = new Credentials(TestDeployment.snapshot(folder), identities);
        Map<String, String> variables = credentials.variables(URL);

        assertThat(variables)
                .containsEntry("AWS_CONTAINER_CREDENTIALS_FULL_URI", URL + "/credentials")
                .doesNotContainKey("AWS_ACCESS_KEY_ID");
        assertThat(credentials.answer("another").status()).isEqualTo(403);
        assertThat(credentials
                        .answer(variables.get("AWS_CONTAINER_AUTHORIZATION_TOKEN"))
                        .body())
                .asString(UTF_8)
                .contains(credentials.identity().accessKeyId());
    }

    @Test
    void restore_endsWhatWasGivenBefore() {
        Credentials credentials = new Credentials(TestDeployment.snapshot(folder), identities);
        String before = credentials.identity().accessKeyId();

        credentials.restore();

        assertThat(identities.find(before)).isEmpty();
        assertThat(identities.find(credentials.identity().accessKeyId())).isPresent();
    }
}
