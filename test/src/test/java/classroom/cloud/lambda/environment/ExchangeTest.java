package classroom.cloud.lambda.environment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import classroom.cloud.gateway.Reply;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ExchangeTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(1);

    private final List<String> taken = new CopyOnWriteArrayList<>();
    private final Exchange exchange = new Exchange(invocation -> taken.add(invocation.requestId()));
    private final Invocation one = new Invocation("id-1", "{}".getBytes(UTF_8), "");

    @Test
    void answer_reachesWhoHandedOver() throws Exception {
        FutureTask<Exchange.Ending> caller = meanwhile(() -> exchange.handOver(one, "arn:one", LONG));

        Reply next = exchange.next();
        Reply receipt = exchange.answer("id-1", "42".getBytes(UTF_8), false);

        assertThat(next.status()).isEqualTo(200);
        assertThat(next.headers())
                .containsEntry("Lambda-Runtime-Aws-Request-Id", "id-1")
                .containsEntry("Lambda-Runtime-Invoked-Function-Arn", "arn:one");
        assertThat(receipt.status()).isEqualTo(202);
        assertThat(taken).containsExactly("id-1");
        assertThat(caller.get().outcome()).isEqualTo(Exchange.Outcome.ANSWERED);
        assertThat(caller.get().answer()).asString(UTF_8).isEqualTo("42");
        assertThat(caller.get().failed()).isFalse();
    }

    @Test
    void answerToAnotherInvocation_isRefused() throws Exception {
        FutureTask<Exchange.Ending> caller = meanwhile(() -> exchange.handOver(one, "arn:one", LONG));
        exchange.next();

        assertThat(exchange.answer("id-2", "0".getBytes(UTF_8), false).status()).isEqualTo(400);

        exchange.answer("id-1", "{}".getBytes(UTF_8), true);
        assertThat(caller.get().failed()).isTrue();
        assertThat(exchange.answer("id-1", "0".getBytes(UTF_8), false).status()).isEqualTo(400);
    }

    @Test
    void answerThatIsTooLarge_becomesAnErrorForBoth() throws Exception {
        FutureTask<Exchange.Ending> caller = meanwhile(() -> exchange.handOver(one, "arn:one", LONG));
        exchange.next();

        assertThat(exchange.answer("id-1", new byte[Exchange.RESPONSE_LIMIT + 1], false)
                        .status())
                .isEqualTo(413);

        assertThat(caller.get().failed()).isTrue();
        assertThat(caller.get().answer()).asString(UTF_8).contains("Function.ResponseSizeTooLarge");
    }

    @Test
    void noAnswerInTime_isTimedOut() throws Exception {
        assertThat(exchange.handOver(one, "arn:one", SHORT).outcome()).isEqualTo(Exchange.Outcome.TIMED_OUT);
    }

    @Test
    void processThatEnds_tellsWhetherItHadTakenTheInvocation() throws Exception {
        FutureTask<Exchange.Ending> caller = meanwhile(() -> exchange.handOver(one, "arn:one", LONG));
        exchange.next();
        exchange.exited();

        assertThat(caller.get().outcome()).isEqualTo(Exchange.Outcome.EXITED);
        assertThat(exchange.handOver(one, "arn:one", LONG).outcome()).isEqualTo(Exchange.Outcome.NOT_TAKEN);
    }

    @Test
    void endedEnvironment_givesNoMoreWork() throws Exception {
        exchange.end();

        assertThat(exchange.next().status()).isEqualTo(410);
    }

    @Test
    void initialisation_isDoneWithTheFirstPoll_orFailsByItsError_orNeverComes() throws Exception {
        assertThat(exchange.awaitInit(SHORT)).isEqualTo(Exchange.Init.TIMED_OUT);

        exchange.initError("{\"errorMessage\":\"no\"}".getBytes(UTF_8));
        assertThat(exchange.awaitInit(LONG)).isEqualTo(Exchange.Init.FAILED);
        assertThat(exchange.initFault()).asString(UTF_8).contains("no");

        exchange.end();
        exchange.next();
        assertThat(exchange.awaitInit(LONG)).isEqualTo(Exchange.Init.DONE);

        Exchange gone = new Exchange(invocation -> {});
        gone.exited();
        assertThat(gone.awaitInit(LONG)).isEqualTo(Exchange.Init.EXITED);
    }

    private static <T> FutureTask<T> meanwhile(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = new Thread(task, "caller");
        thread.setDaemon(true);
        thread.start();
        return task;
    }
}
