package classroom.cli.synth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EnvironmentTest {
    @Test
    void strip_takesEveryAwsVariableInWhateverCase() {
        Map<String, String> environment = new HashMap<>(Map.of("AWS_PROFILE", "real", "aws_region", "x", "PATH", "/"));

        Environment.strip(environment);

        assertThat(environment).containsOnlyKeys("PATH");
    }

    @Test
    void unwanted_hasWhatIsPresentAndLeadsElsewhereButNotWhatIsSet() {
        Set<String> unwanted = Environment.unwanted(
                Map.of("AWS_ENDPOINT_URL_KINESIS", "x", "AWS_REGION", "y", "AWS_PAGER", ""), Set.of("AWS_REGION"));

        assertThat(unwanted)
                .contains("AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL_KINESIS")
                .doesNotContain("AWS_REGION", "AWS_PAGER");
    }

    @Test
    void proxyException_isAddedOnlyBehindAProxy() {
        assertThat(Environment.withoutProxy(Map.of())).isEmpty();
        assertThat(Environment.withoutProxy(Map.of("HTTP_PROXY", "http://proxy", "NO_PROXY", "intra")))
                .containsEntry("NO_PROXY", "intra,127.0.0.1")
                .containsEntry("no_proxy", "127.0.0.1");
    }
}
