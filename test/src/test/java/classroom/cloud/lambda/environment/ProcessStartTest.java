package classroom.cloud.lambda.environment;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.cloud.gateway.Live;
import classroom.cloud.identity.Identities;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessStartTest {
    @TempDir
    private Path folder;

    @Test
    void process_isStartedAsOnLambda() throws IOException {
        ProcessBuilder process = prepare(TestDeployment.latest(folder));

        assertThat(process.command())
                .contains("-XX:MaxHeapSize=" + 256 * 1024 * 85 / 100 + "k", "-XX:+UseSerialGC", "-Duser.timezone=UTC")
                .endsWith("classroom.cloud.lambda.runtime.Bootstrap");
        assertThat(process.directory()).isEqualTo(folder.toFile());
    }

    @Test
    void variables_areThoseOfLambdaAndOfTheFunction_andNoneOfTheTeacher() throws IOException {
        Map<String, String> variables = prepare(TestDeployment.latest(folder)).environment();

        assertThat(variables)
                .containsEntry("COLOUR", "red")
                .containsEntry("AWS_REGION", "us-east-2")
                .containsEntry("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
                .containsEntry("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:1/env/key")
                .containsEntry("AWS_LAMBDA_LOG_STREAM_NAME", "a stream")
                .containsEntry("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand")
                .containsEntry("HOME", folder.resolve("key/home").toString())
                .containsKey("AWS_ACCESS_KEY_ID");
        assertThat(variables.keySet())
                .allMatch(name -> name.matches(
                        "AWS_.*|LAMBDA_TASK_ROOT|_HANDLER|COLOUR|HOME|LANG|LC_ALL|PATH|TZ|SystemRoot|USERPROFILE"));
    }

    @Test
    void snapshot_isToldThatItIsOne() throws IOException {
        ProcessBuilder process = prepare(TestDeployment.snapshot(folder));

        assertThat(process.command()).contains("-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac");
        assertThat(process.environment())
                .containsEntry("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start")
                .containsEntry("AWS_LAMBDA_FUNCTION_VERSION", "7")
                .containsEntry("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1:1/env/key/credentials");
    }

    private ProcessBuilder prepare(Deployment deployment) throws IOException {
        try (ProcessRecord processes = ProcessRecord.in(folder)) {
            Place place = new Place(
                    "us-east-2",
                    () -> URI.create("http://127.0.0.1:1"),
                    folder,
                    Archives.none(),
                    processes,
                    new Live());
            return new ProcessStart(deployment, place, Files.createDirectory(folder.resolve("key")))
                    .prepare(new Credentials(deployment, new Identities()), "a stream");
        }
    }
}
