package classroom.cloud.lambda.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import classroom.Waiting;
import classroom.cloud.gateway.AwsError;
import classroom.cloud.gateway.Followed;
import classroom.cloud.lambda.api.LambdaApi;
import classroom.cloud.lambda.handlers.Actor;
import classroom.cloud.lambda.handlers.Echo;
import classroom.cloud.lambda.handlers.EndsWhileStarting;
import classroom.cloud.lambda.handlers.NeedsVariable;
import classroom.cloud.lambda.handlers.NoHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LogType;
import software.amazon.awssdk.services.lambda.model.TooManyRequestsException;

/** Execution environments: real processes, called by AWS's own client. */
@Timeout(240)
class FunctionsIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path folder;

    private static Path code;
    private static TestClass room;

    @BeforeAll
    static void start() throws IOException {
        code = TestAsset.jar(folder);
        // These tests also apply to processes that start with an archive of classes.
        Path archives = folder.resolve("archives");
        try (TestClass first =
                new TestClass(Files.createDirectory(folder.resolve("first")), List.of(), Archives.in(archives))) {
            first.put(TestFunction.of(Actor.class, code).build());
            first.answer("Actor", "{\"do\":\"count\"}");
            ArchivesIT.awaitArchive(archives);
        }
        room = new TestClass(folder, List.of(Duration.ofMillis(200), Duration.ofMillis(200)), Archives.in(archives));
    }

    @AfterAll
    static void stop() {
        room.close();
        assertThat(children()).isEmpty();
    }

    private static List<ProcessHandle> children() {
        return ProcessHandle.current()
                .descendants()
                .filter(p -> p.info().command().filter(c -> c.contains("java")).isPresent())
                .toList();
    }

    /** A separate function for a test. */
    private static String put(TestFunction function) {
        room.put(function.build());
        return function.name();
    }

    private static String actor(String name) {
        return put(TestFunction.of(Actor.class, code).named(name));
    }

    private static JsonNode json(InvokeResponse response) throws IOException {
        return JSON.readTree(response.payload().asByteArray());
    }

    private static InvokeResponse invokeForLog(String function, String event) {
        return room.lambda.invoke(r ->
                r.functionName(function).payload(SdkBytes.fromUtf8String(event)).logType(LogType.TAIL));
    }

    private static String log(InvokeResponse response) {
        return new String(Base64.getDecoder().decode(response.logResult()), StandardCharsets.UTF_8);
    }

    @Test
    void event_reachesTheHandler_andItsAnswerComesBackAsItIs() {
        put(TestFunction.of(Echo.class, code));
        InvokeResponse response = room.invoke("Echo", "{ \"nome\" : \"ção\" }");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.executedVersion()).isEqualTo("$LATEST");
        assertThat(response.functionError()).isNull();
        assertThat(response.payload().asUtf8String()).isEqualTo("{ \"nome\" : \"ção\" }");
    }

    @Test
    void callsOneAfterTheOther_reuseTheEnvironment() {
        String name = actor("reuse");
        assertThat(room.answer(name, "{\"do\":\"count\"}")).isEqualTo("1");
        assertThat(room.answer(name, "{\"do\":\"count\"}")).isEqualTo("2");
    }

    @Test
    void moreCallersThanMayWait_areThrottledAtOnce_andTheOthersServed(@TempDir Path meeting) throws Exception {
        String name = actor("throng");
        String event = JSON.createObjectNode()
                .put("do", "meet")
                .put("folder", meeting.toString())
                .toString();
        int tooMany = 100;
        ExecutorService crowd = Executors.newCachedThreadPool();
        try {
            CountDownLatch refused = new CountDownLatch(tooMany);
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < LambdaApi.WAITING + tooMany; i++) {
                answers.add(crowd.submit(() -> {
                    try {
                        return room.answer(name, event);
                    } catch (TooManyRequestsException e) {
                        refused.countDown();
                        return "refused";
                    }
                }));
            }
            assertThat(refused.await(60, TimeUnit.SECONDS)).isTrue();
            Files.createFile(meeting.resolve("go"));
            List<String> got = new ArrayList<>();
            for (Future<String> answer : answers) {
                got.add(get(answer));
            }
            assertThat(got).containsOnly("\"met\"", "refused");
            assertThat(Collections.frequency(got, "refused")).isEqualTo(tooMany);
        } finally {
            crowd.shutdownNow();
        }
    }

    @Test
    void newVersionOfAFunction_takesEffectOnTheNextCall() {
        String name = actor("new-version");
        String earlier = room.answer(name, "{\"do\":\"pid\"}");
        ProcessHandle process = ProcessHandle.of(Long.parseLong(earlier)).orElseThrow();
        room.functions.put(TestFunction.of(Actor.class, code).named(name).build());
        assertThat(room.answer(name, "{\"do\":\"pid\"}")).isNotEqualTo(earlier);
        process.onExit().join();
    }

    @Test
    void callUnderWay_endsWithTheCodeThatItBeganWith_andTheNextHasTheOther(@TempDir Path meeting) throws Exception {
        String name = actor("changed");
        Path other = Files.copy(code, folder.resolve("other.jar"));
        ExecutorService caller = Executors.newSingleThreadExecutor();
        try {
            String event = "{\"do\":\"meet\",\"folder\":\"" + meeting + "\"}";
            Future<String> underWay = caller.submit(() -> room.answer(name, event));
            Waiting.until(() -> present(meeting) == 1);

            Deployment changed = room.functions.change(
                    name,
                    is -> TestFunction.of(Echo.class, code).named(name).build().withCode(other));

            assertThat(changed.function().code()).isEqualTo(other);
            assertThat(room.answer(name, event)).as("of Echo").isEqualTo(event);
            Files.createFile(meeting.resolve("go"));
            assertThat(get(underWay)).as("of Actor").isEqualTo("\"met\"");
        } finally {
            caller.shutdownNow();
        }
    }

    @Test
    void editedCode_runsInPlaceOfTheAsset_alsoInVersionsAndInFunctionsThatComeLater(@TempDir Path edits)
            throws Exception {
        Path asset = Files.copy(code, edits.resolve("asset.jar"));
        room.put(TestFunction.of(Actor.class, asset).named("edited").build());
        room.functions.publish("edited", "");
        room.functions.putAlias("edited:1", "live");
        Path first = edit(edits.resolve("first"));
        Path second = edit(edits.resolve("second"));

        assertThat(room.functions.edit(asset, first)).containsExactly("edited");
        assertThat(room.functions.edit(asset, second)).containsExactly("edited");
        room.put(TestFunction.of(Actor.class, asset).named("later").build());

        for (String name : List.of("edited", "edited:live", "later")) {
            assertThat(room.functions.find(name))
                    .get()
                    .extracting(Function::code)
                    .isEqualTo(second);
            assertThat(room.answer(name, "{\"do\":\"count\"}")).isEqualTo("1");
        }
        assertThat(room.functions.versions("edited")).allMatch(Deployment::isEdited);
        assertThat(room.logged("later")).first().isEqualTo("classroom: edited code, not the asset");
        assertThat(room.functions.find(actor("unedited")))
                .get()
                .extracting(Function::code)
                .isEqualTo(code);
    }

    /** A package as it is unpacked. */
    private static Path edit(Path unpacked) throws IOException {
        Files.createDirectories(unpacked.resolve("lib"));
        Files.copy(code, unpacked.resolve("lib/code.jar"));
        return unpacked;
    }

    @Test
    void changeOfAFunctionThatIsNot_isRefused() {
        assertThatThrownBy(() -> room.functions.change("nobody", is -> is))
                .isInstanceOf(AwsError.class)
                .hasMessage("Function not found: arn:aws:lambda:us-east-2:000000000000:function:nobody");
    }

    @Test
    void context_tellsTheHandlerWhatLambdaTells() throws IOException {
        String name = actor("context");
        String custom =
                Base64.getEncoder().encodeToString("{\"custom\":{\"who\":\"ção\"}}".getBytes(StandardCharsets.UTF_8));
        InvokeResponse response = room.lambda.invoke(r ->
                r.functionName(name).clientContext(custom).payload(SdkBytes.fromUtf8String("{\"do\":\"context\"}")));
        JsonNode context = json(response);
        assertThat(context.get("requestId").asText())
                .isEqualTo(response.responseMetadata().requestId());
        assertThat(context.get("arn").asText()).isEqualTo("arn:aws:lambda:us-east-2:000000000000:function:context");
        assertThat(context.get("name").asText()).isEqualTo("context");
        assertThat(context.get("version").asText()).isEqualTo("$LATEST");
        assertThat(context.get("memory").asInt()).isEqualTo(256);
        assertThat(context.get("logGroup").asText()).isEqualTo("/aws/lambda/context");
        assertThat(context.get("logStream").asText()).matches("\\d{4}/\\d\\d/\\d\\d/\\[\\$LATEST][0-9a-f]{32}");
        assertThat(context.get("remaining").asInt()).isBetween(30_000, 60_000);
        assertThat(context.get("custom").get("who").asText()).isEqualTo("ção");
    }

    @Test
    void exceptionOfTheHandler_isAnUnhandledError_andTheEnvironmentGoesOn() throws IOException {
        String name = actor("throws");
        InvokeResponse response = invokeForLog(name, "{\"do\":\"throw\"}");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.functionError()).isEqualTo("Unhandled");
        JsonNode error = json(response);
        assertThat(error.get("errorMessage").asText()).isEqualTo("told to \"throw\"");
        assertThat(error.get("errorType").asText()).isEqualTo("java.lang.IllegalStateException");
        assertThat(error.get("stackTrace").get(0).asText()).startsWith(Actor.class.getName() + ".handleRequest");
        assertThat(log(response)).contains("told to \"throw\": java.lang.IllegalStateException\n");
        assertThat(room.answer(name, "{\"do\":\"count\"}")).isEqualTo("2");
    }

    @Test
    void invocation_isToldWhenItHasEnded_coldOrWarm_withTheErrorOfAFailedOne() throws Exception {
        String name = actor("told");
        try (Followed followed = Followed.of(room.gateway)) {
            room.invoke(name, "{\"do\":\"throw\"}");
            JsonNode cold = followed.next("invocation");
            assertThat(cold.path("function").asText()).isEqualTo(name);
            assertThat(cold.path("requestId").asText())
                    .isEqualTo(followed.next("call").path("id").asText());
            assertThat(cold.path("cold").asBoolean()).isTrue();
            assertThat(cold.path("milliseconds").asLong()).isPositive();

            room.invoke(name, "{\"do\":\"exit\",\"code\":5}");
            JsonNode failed = followed.next("invocation");
            assertThat(failed.path("cold").asBoolean()).isFalse();
            assertThat(failed.path("outcome").asText()).isEqualTo("failed");
            assertThat(failed.path("error").asText()).isEqualTo("Runtime.ExitError");
        }
    }

    @Test
    void processThatEnds_isAnExitError_andTheNextCallGetsANewEnvironment() {
        String name = actor("exits");
        InvokeResponse response = room.invoke(name, "{\"do\":\"exit\",\"code\":5}");
        assertThat(response.functionError()).isEqualTo("Unhandled");
        assertThat(response.payload().asUtf8String())
                .isEqualTo("{\"errorType\":\"Runtime.ExitError\",\"errorMessage\":\"RequestId: "
                        + response.responseMetadata().requestId()
                        + " Error: Runtime exited with error: exit status 5\"}");
        assertThat(room.answer(name, "{\"do\":\"count\"}")).isEqualTo("1");
    }

    @Test
    void memoryThatRunsOut_isTheHandlersError_andEndsTheEnvironment() throws IOException {
        String name = actor("out-of-memory");
        InvokeResponse response = room.invoke(name, "{\"do\":\"fill memory\"}");
        assertThat(response.functionError()).isEqualTo("Unhandled");
        assertThat(json(response).get("errorType").asText()).isEqualTo("java.lang.OutOfMemoryError");
        assertThat(room.answer(name, "{\"do\":\"count\"}")).isEqualTo("1");
    }

    @Test
    void callLongerThanTheTimeout_isEnded_inLambdasWords() {
        String name = put(TestFunction.of(Actor.class, code).named("slow").with(Duration.ofSeconds(1)));
        String pid = room.answer(name, "{\"do\":\"pid\"}");
        InvokeResponse response = invokeForLog(name, "{\"do\":\"sleep\",\"millis\":30000}");
        String id = response.responseMetadata().requestId();
        String line =
                "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{3})?Z " + id + " Task timed out after 1\\.00 seconds";
        assertThat(response.functionError()).isEqualTo("Unhandled");
        assertThat(response.payload().asUtf8String())
                .isEqualTo("{\"errorType\":\"Sandbox.Timedout\",\"errorMessage\":\"RequestId: " + id
                        + " Error: Task timed out after 1.00 seconds\"}");
        assertThat(log(response))
                .containsPattern(line)
                .contains("REPORT RequestId: " + id + "\tDuration: 1000.00 ms\tBilled Duration: 1000 ms")
                .contains("Status: timeout");
        assertThat(ProcessHandle.of(Long.parseLong(pid)).filter(ProcessHandle::isAlive))
                .isEmpty();
        assertThat(room.answer(name, "{\"do\":\"count\"}")).isEqualTo("1");
    }

    @Test
    void missingVariable_isNamedInTheAnswer_andInTheLog() throws IOException {
        String name = put(TestFunction.of(NeedsVariable.class, code));
        InvokeResponse response = invokeForLog(name, "{}");
        assertThat(response.functionError()).isEqualTo("Unhandled");
        JsonNode error = json(response);
        assertThat(error.get("errorMessage").asText()).isEqualTo("The environment variable TABLE_NAME is missing");
        assertThat(error.get("errorType").asText()).isEqualTo("java.lang.IllegalStateException");
        assertThat(log(response))
                .contains("starting\n", "The environment variable TABLE_NAME is missing")
                .contains("INIT_REPORT Init Duration: ", "Error Type: Runtime.BadFunctionCode");
    }

    @Test
    void variableOfTheTemplate_reachesTheHandler() {
        String name = put(TestFunction.of(NeedsVariable.class, code)
                .named("has-variable")
                .with(Map.of("TABLE_NAME", "books ção")));
        assertThat(room.answer(name, "{}")).isEqualTo("\"books ção\"");
    }

    @Test
    void classThatIsNotThere_isNamed() throws IOException {
        room.put(TestFunction.of(Echo.class, code).named("no-class").build("classroom.Missing"));
        InvokeResponse response = room.invoke("no-class", "{}");
        assertThat(response.functionError()).isEqualTo("Unhandled");
        assertThat(json(response)).isEqualTo(JSON.readTree("""
                        {"errorMessage": "Class not found: classroom.Missing",
                         "errorType": "java.lang.ClassNotFoundException"}
                        """));
    }

    @Test
    void classThatIsNoHandler_isNamed() throws IOException {
        InvokeResponse response = room.invoke(put(TestFunction.of(NoHandler.class, code)), "{}");
        assertThat(response.functionError()).isEqualTo("Unhandled");
        assertThat(json(response).get("errorMessage").asText())
                .isEqualTo("Class does not implement an appropriate handler interface: " + NoHandler.class.getName());
    }

    @Test
    void processThatEndsWhileStarting_isAnExitError() throws IOException {
        InvokeResponse response = invokeForLog(put(TestFunction.of(EndsWhileStarting.class, code)), "{}");
        assertThat(response.functionError()).isEqualTo("Unhandled");
        assertThat(json(response).get("errorMessage").asText())
                .endsWith(" Error: Runtime exited with error: exit status 3");
        assertThat(log(response)).contains("about to end\n", "Error Type: Runtime.ExitError");
    }

    @Test
    void logTail_hasEverythingThatTheCallPrinted_betweenStartAndReport() {
        String name = actor("prints");
        InvokeResponse cold = invokeForLog(name, "{\"do\":\"print\"}");
        String id = cold.responseMetadata().requestId();
        assertThat(log(cold))
                .startsWith("START RequestId: " + id + " Version: $LATEST\n"
                        + "printed line 1\nprinted line 2\nfrom the error stream\nlogged\nin two lines\n"
                        + "[WARN] with a level\nunfinished\nEND RequestId: " + id + "\nREPORT RequestId: " + id
                        + "\tDuration: ")
                .contains(" ms\tMemory Size: 256 MB\t", "\tInit Duration: ");
        InvokeResponse warm = invokeForLog(name, "{\"do\":\"print\"}");
        assertThat(log(warm)).contains("unfinished\nEND RequestId: ").doesNotContain("Init Duration", id);
    }

    @Test
    void longLog_isCutToItsLast4Kilobytes_endingWithTheReport() {
        String name = actor("prints-much");
        for (int i = 0; i < 20; i++) {
            InvokeResponse response = invokeForLog(name, "{\"do\":\"print much\",\"lines\":3000}");
            String log = log(response);
            assertThat(log).hasSize(4096).contains("line 2999\nEND RequestId: ").endsWith("\t\n");
        }
    }

    @Test
    void answerOver6Megabytes_isAFunctionError() throws IOException {
        // Such an answer is there several times while it becomes JSON.
        String name = put(TestFunction.of(Actor.class, code).named("large").withMemory(1536));
        assertThat(room.answer(name, "{\"do\":\"large answer\",\"length\":6291554}"))
                .hasSize(6_291_556);
        // 70 MB are more than the gateway takes of anybody.
        for (String larger : List.of(
                "{\"do\":\"large answer\",\"length\":6291555}",
                "{\"do\":\"large answer\",\"length\":70000000}",
                "{\"do\":\"throw much\",\"length\":6291556}",
                "{\"do\":\"throw much\",\"length\":20000000}")) {
            InvokeResponse response = room.invoke(name, larger);
            assertThat(response.functionError()).as(larger).isEqualTo("Unhandled");
            assertThat(json(response).toString())
                    .as(larger)
                    .isEqualTo(
                            "{\"errorType\":\"Function.ResponseSizeTooLarge\",\"errorMessage\":\"Response payload size"
                                    + " exceeded maximum allowed payload size (6291556 bytes).\"}");
        }
        assertThat(room.answer(name, "{\"do\":\"count\"}")).isEqualTo("6");
    }

    @Test
    void moreThanTenCalls_wait_andOtherFunctionsMakeRoom() throws Exception {
        String name = actor("crowd");
        String other = actor("other");
        Path meeting = Files.createDirectory(folder.resolve("meeting"));
        String event = JSON.createObjectNode()
                .put("do", "meet")
                .put("folder", meeting.toString())
                .toString();
        ExecutorService callers = Executors.newFixedThreadPool(13);
        try {
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < 13; i++) {
                answers.add(callers.submit(() -> room.answer(name, event)));
            }
            Waiting.until(() -> present(meeting) == Places.COUNT);
            assertThat(present(meeting)).isEqualTo(Places.COUNT);
            // The process that has made room may still be ending.
            Waiting.until(() -> children().size() == Places.COUNT);
            Files.createFile(meeting.resolve("go"));
            for (Future<String> answer : answers) {
                assertThat(get(answer)).isEqualTo("\"met\"");
            }
        } finally {
            callers.shutdownNow();
        }
        assertThat(children()).hasSize(Places.COUNT);
        assertThat(room.answer(other, "{\"do\":\"count\"}")).isEqualTo("1");
        assertThat(children()).hasSizeLessThanOrEqualTo(Places.COUNT);
    }

    private static long present(Path meeting) throws IOException {
        try (Stream<Path> files = Files.list(meeting)) {
            return files.filter(f -> f.getFileName().toString().startsWith("present"))
                    .count();
        }
    }

    private static String get(Future<String> answer) throws InterruptedException {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        }
    }

    private static void invokeLater(String name, String event) {
        InvokeResponse response = room.lambda.invoke(
                r -> r.functionName(name).invocationType(InvocationType.EVENT).payload(SdkBytes.fromUtf8String(event)));
        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(response.payload().asByteArray()).isEmpty();
    }

    private static List<String> attempts(String name, int awaited) {
        return Waiting.patiently()
                .until(
                        () -> room.logged(name).stream()
                                .filter(m -> m.startsWith("attempt "))
                                .toList(),
                        attempts -> attempts.size() >= awaited);
    }

    @Test
    void eventInvocation_thatFails_isTriedAgain_underTheSameId() throws InterruptedException {
        String name = actor("asynchronous");
        invokeLater(name, "{\"do\":\"fail until\",\"call\":2}");
        assertThat(attempts(name, 2))
                .hasSize(2)
                .extracting(a -> a.split(" of ")[1])
                .containsOnly(attempts(name, 2).get(0).split(" of ")[1]);
        awaitAnotherThatIsGivenUp();
        assertThat(attempts(name, 2)).as("no attempt after the success").hasSize(2);
    }

    @Test
    void eventInvocation_thatAlwaysFails_isGivenUpAfterThreeAttempts() throws InterruptedException {
        String name = actor("hopeless");
        invokeLater(name, "{\"do\":\"fail until\",\"call\":99}");
        attempts(name, 3);
        awaitAnotherThatIsGivenUp();
        assertThat(attempts(name, 3)).hasSize(3);
    }

    /** Three attempts and two pauses: in that time one that is not given up has at least its next attempt. */
    private static void awaitAnotherThatIsGivenUp() {
        String other = actor("other" + System.nanoTime());
        invokeLater(other, "{\"do\":\"fail until\",\"call\":99}");
        attempts(other, 3);
    }

    @Test
    void deletedFunction_isUnknown_andItsProcessEnds() throws InterruptedException {
        String name = actor("deleted");
        ProcessHandle process = ProcessHandle.of(Long.parseLong(room.answer(name, "{\"do\":\"pid\"}")))
                .orElseThrow();
        room.functions.delete(name);
        process.onExit().join();
        assertThat(room.functions.find(name)).isEmpty();
    }

    /** On Lambda an environment always ends with its machine and everything on it. */
    @ParameterizedTest
    @ValueSource(strings = {"{\"do\":\"sleep\",\"millis\":60000}", "{\"do\":\"exit\",\"code\":3}", "new code"})
    @EnabledOnOs(OS.LINUX)
    void processThatAHandlerHasDetached_endsWithItsEnvironment(String end) throws Exception {
        TestFunction function = TestFunction.of(Actor.class, code)
                .named("detaches" + Math.abs(end.hashCode()))
                .with(Duration.ofSeconds(2));
        put(function);
        Path pid = folder.resolve(function.name());
        room.answer(
                function.name(),
                "{\"do\":\"start\",\"command\":[\"sh\",\"-c\",\"(setsid sh -c 'echo $$ > " + pid + ".new; mv " + pid
                        + ".new " + pid + "; exec sleep 300' &) &\"]}");
        Waiting.until(() -> Files.exists(pid));
        ProcessHandle detached =
                ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElseThrow();
        assertThat(detached.isAlive()).as("between two calls").isTrue();

        if (end.startsWith("{")) {
            assertThat(room.invoke(function.name(), end).functionError()).isEqualTo("Unhandled");
            // As soon as that call is answered, nothing more of it happens.
            assertThat(detached.info().command()).isEmpty();
        } else {
            room.functions.put(function.build());
            detached.onExit().get(30, TimeUnit.SECONDS);
        }
    }
}
