package classroom.cloud.lambda.environment;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.Waiting;
import classroom.cloud.lambda.handlers.Actor;
import classroom.cloud.lambda.handlers.Surroundings;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A function's process knows nothing of the teacher's machine, and nothing of it is left. */
@Timeout(120)
class IsolationIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SECRET = "PLANTEDSECRET";

    @TempDir
    private Path folder;

    private Path files;
    private Path teacher;
    private Process parent;

    @BeforeEach
    void plant() throws IOException {
        files = Files.createDirectory(folder.resolve("classroom-files"));
        teacher = Files.createDirectories(folder.resolve("teacher/.aws")).getParent();
        Files.writeString(
                teacher.resolve(".aws/credentials"),
                "[default]\naws_access_key_id = " + SECRET + "\naws_secret_access_key = " + SECRET + "\n[" + SECRET
                        + "]\naws_access_key_id = " + SECRET + "\naws_secret_access_key = " + SECRET + "\n");
        Files.writeString(
                teacher.resolve(".aws/config"),
                "[default]\nregion = " + SECRET + "\ncredential_process = " + SECRET + "\n[profile " + SECRET
                        + "]\nendpoint_url = " + SECRET + "\n");
        Files.writeString(teacher.resolve(".cdk.json"), "{\"profile\": \"" + SECRET + "\"}");
    }

    @AfterEach
    void end() throws InterruptedException {
        if (parent != null) {
            parent.descendants().forEach(ProcessHandle::destroyForcibly);
            parent.destroyForcibly().waitFor();
        }
    }

    /** Starts a class with a function, returns its answer to the first event and has it called with the others. */
    private JsonNode start(Class<?> handler, String... events) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Duser.home=" + teacher);
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(
                ClassProcess.class.getName(),
                files.toString(),
                TestAsset.jar(folder).toString(),
                handler.getName()));
        command.addAll(List.of(events));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("HOME", teacher.toString());
        for (String name : List.of(
                "AWS_ACCESS_KEY_ID",
                "AWS_SECRET_ACCESS_KEY",
                "AWS_SESSION_TOKEN",
                "AWS_PROFILE",
                "AWS_DEFAULT_PROFILE",
                "AWS_ROLE_ARN",
                "AWS_WEB_IDENTITY_TOKEN_FILE",
                "AWS_CONTAINER_CREDENTIALS_FULL_URI",
                "AWS_CONTAINER_AUTHORIZATION_TOKEN",
                "AWS_ENDPOINT_URL",
                "AWS_ENDPOINT_URL_DYNAMODB",
                "AMAZON_SESSION_TOKEN",
                "CDK_DEFAULT_ACCOUNT",
                "GITHUB_TOKEN",
                "SOMETHING_OF_THE_TEACHER")) {
            builder.environment().put(name, SECRET);
        }
        // Variables that a virtual machine reads by itself, each for another property.
        builder.environment().put("JAVA_TOOL_OPTIONS", "-Dplanted.tool=" + SECRET + " -Daws.accessKeyId=" + SECRET);
        builder.environment().put("JDK_JAVA_OPTIONS", "-Dplanted.jdk=" + SECRET);
        builder.environment().put("_JAVA_OPTIONS", "-Dplanted.old=" + SECRET + " -Daws.profile=" + SECRET);
        builder.environment()
                .put("AWS_CONFIG_FILE", teacher.resolve(".aws/config").toString());
        builder.environment()
                .put(
                        "AWS_SHARED_CREDENTIALS_FILE",
                        teacher.resolve(".aws/credentials").toString());
        parent = builder.start();
        BufferedReader answers = parent.inputReader();
        return JSON.readTree(answers.readLine());
    }

    @Test
    void function_seesWhatLambdaSets_andNothingOfTheTeacher() throws IOException {
        JsonNode seen = start(Surroundings.class, "{}");
        List<String> names = new ArrayList<>();
        seen.get("environment").fieldNames().forEachRemaining(names::add);
        // macOS adds one variable to every process; Windows needs two.
        names.removeAll(List.of("__CF_USER_TEXT_ENCODING"));
        // Where the machine has no en_US.UTF-8, the class names another locale of UTF-8 over it.
        names.remove("LC_ALL");
        if (File.separatorChar == '\\') {
            assertThat(names.removeAll(List.of("SystemRoot", "USERPROFILE"))).isTrue();
        }
        assertThat(names)
                .containsExactlyInAnyOrder(
                        "AWS_ACCESS_KEY_ID",
                        "AWS_DEFAULT_REGION",
                        "AWS_ENDPOINT_URL",
                        "AWS_EXECUTION_ENV",
                        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
                        "AWS_LAMBDA_FUNCTION_NAME",
                        "AWS_LAMBDA_FUNCTION_VERSION",
                        "AWS_LAMBDA_INITIALIZATION_TYPE",
                        "AWS_LAMBDA_LOG_GROUP_NAME",
                        "AWS_LAMBDA_LOG_STREAM_NAME",
                        "AWS_LAMBDA_RUNTIME_API",
                        "AWS_REGION",
                        "AWS_SECRET_ACCESS_KEY",
                        "AWS_SESSION_TOKEN",
                        "HOME",
                        "LAMBDA_TASK_ROOT",
                        "LANG",
                        "PATH",
                        "TZ",
                        "_HANDLER");
        JsonNode environment = seen.get("environment");
        assertThat(environment.get("AWS_ACCESS_KEY_ID").asText()).matches("ASIA[A-Z0-9]{20}");
        assertThat(environment.get("AWS_EXECUTION_ENV").asText()).isEqualTo("AWS_Lambda_java25");
        assertThat(environment.get("AWS_REGION").asText()).isEqualTo("us-east-2");
        assertThat(environment.get("AWS_ENDPOINT_URL").asText()).matches("http://127\\.0\\.0\\.1:\\d+");
        assertThat(environment.get("LANG").asText()).isEqualTo("en_US.UTF-8");
        assertThat(environment.path("LC_ALL").asText("UTF-8")).matches("(?i).*utf-?8");
        assertThat(environment.get("_HANDLER").asText()).isEqualTo(Surroundings.class.getName());
        assertThat(seen.toString()).doesNotContain(SECRET).doesNotContain(teacher.toString());
        assertThat(seen.get("files of home")).isEmpty();
        assertThat(seen.get("files of HOME")).isEmpty();
        for (String own : List.of("user.home", "java.io.tmpdir", "user.dir")) {
            assertThat(Path.of(seen.get(own).asText())).startsWith(files);
        }
        assertThat(seen.get("standard input").asInt()).isEqualTo(-1);
    }

    @Test
    void function_runsOnItsOwnCodeAndTheRuntime_asOnAMachineOfLambda() throws IOException {
        JsonNode seen = start(Surroundings.class, "{}");
        assertThat(seen.get("class path"))
                .extracting(n -> Path.of(n.asText()).getFileName().toString().replaceFirst("-\\d.*", ""))
                .containsExactly(
                        "runtime.jar",
                        "aws-lambda-java-core",
                        "aws-lambda-java-runtime-interface-client",
                        "aws-lambda-java-serialization",
                        "handlers.jar");
        assertThat(seen.get("sees the class").asBoolean()).isFalse();
        assertThat(seen.get("sees Jackson").asBoolean()).isFalse();
        assertThat(seen.get("charset").asText()).isEqualTo("UTF-8");
        assertThat(seen.get("zone").asText()).isEqualTo("UTC");
        // 85 % of 256 MB, less one of the collector's survivor spaces.
        assertThat(seen.get("heap").asLong() >> 20).isBetween(205L, 218L);
    }

    @Test
    void stoppedClass_leavesNoProcess_andNoFile() throws Exception {
        ProcessHandle function = function();
        parent.getOutputStream().close();
        assertThat(parent.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(function.isAlive()).isFalse();
        try (Stream<Path> left = Files.list(files)) {
            assertThat(left.map(f -> f.getFileName().toString())).containsExactly("runtime.jar");
        }
    }

    @Test
    void terminatedClass_leavesNoProcess() throws Exception {
        ProcessHandle function = function();
        parent.destroy();
        assertThat(parent.waitFor(60, TimeUnit.SECONDS)).isTrue();
        function.onExit().get(30, TimeUnit.SECONDS);
    }

    @Test
    void killedClass_leavesNoProcess_evenInTheMiddleOfACall() throws Exception {
        ProcessHandle function = function();
        Thread.sleep(500);
        parent.destroyForcibly().waitFor();
        function.onExit().get(30, TimeUnit.SECONDS);
    }

    /** A killed local class cannot end detached processes; the next one does. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void killedClass_leavesWhatAHandlerHasDetached_toTheNextOne() throws Exception {
        ProcessHandle detached = started("(setsid STAYS &) &");
        List<ProcessHandle> processes = parent.descendants().toList();

        parent.destroyForcibly().waitFor();
        for (ProcessHandle process : processes) {
            process.onExit().get(30, TimeUnit.SECONDS);
        }
        assertThat(detached.isAlive()).as("when its class is gone").isTrue();
        assertThat(ProcessRecord.endLeftovers(files)).isTrue();

        detached.onExit().get(30, TimeUnit.SECONDS);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void killedClass_leavesNoProcessThatAHandlerHasStarted() throws Exception {
        ProcessHandle started = started("STAYS & wait");
        parent.destroyForcibly().waitFor();
        started.onExit().get(30, TimeUnit.SECONDS);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void stoppedClass_leavesNoProcessThatAHandlerHasDetached() throws Exception {
        ProcessHandle detached = started("(setsid STAYS &) &");
        parent.getOutputStream().close();
        assertThat(parent.waitFor(60, TimeUnit.SECONDS)).isTrue();
        // One that has ended and that nobody has waited for yet has no command any more.
        assertThat(detached.info().command()).isEmpty();
    }

    /** A process that a handler has started by a script, and that has said so. */
    private ProcessHandle started(String script) throws Exception {
        Path pid = folder.resolve("pid");
        String stays = "sh -c 'echo $$ > " + pid + ".new; mv " + pid + ".new " + pid + "; exec sleep 300'";
        start(Actor.class, "{\"do\":\"start\",\"command\":[\"sh\",\"-c\",\"" + script.replace("STAYS", stays) + "\"]}");
        Waiting.until(() -> Files.exists(pid));
        return ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElseThrow();
    }

    private ProcessHandle function() throws IOException {
        long pid = start(Actor.class, "{\"do\":\"pid\"}", "{\"do\":\"sleep\",\"millis\":60000}")
                .asLong();
        return ProcessHandle.of(pid).orElseThrow();
    }
}
