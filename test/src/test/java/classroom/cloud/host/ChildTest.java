package classroom.cloud.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** That no process outlives the command that waits for it. */
class ChildTest {
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void waitThatIsInterrupted_endsTheProcessAndWhatItStarted() throws Exception {
        List<ProcessHandle> before = ProcessHandle.current().descendants().toList();
        Thread waiting = Thread.currentThread();
        CompletableFuture<List<ProcessHandle>> started = CompletableFuture.supplyAsync(() -> {
            while (since(before).size() < 2) {
                Thread.onSpinWait();
            }
            List<ProcessHandle> both = since(before);
            waiting.interrupt();
            return both;
        });

        assertThatThrownBy(() -> Child.attached(new ProcessBuilder("sh", "-c", "trap '' TERM; sleep 60 & wait")))
                .isInstanceOf(HostException.class)
                .hasMessage("interrupted");

        assertThat(Thread.interrupted()).isTrue();
        for (ProcessHandle each : started.join()) {
            each.onExit().get(10, TimeUnit.SECONDS);
        }
    }

    private static List<ProcessHandle> since(List<ProcessHandle> before) {
        return ProcessHandle.current()
                .descendants()
                .filter(each -> !before.contains(each))
                .toList();
    }
}
