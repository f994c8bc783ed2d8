package classroom.cloud.lambda.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class OutputTest {
    private static final String KEY = "0123456789abcdef";

    private final List<String> events = new CopyOnWriteArrayList<>();

    private Output read(String text) {
        Output output = new Output(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), KEY, events::add);
        output.run();
        return output;
    }

    @Test
    void printedLines_areEachAnEvent_withTheirLineEnd() {
        read("one\n\ntwo ção\n");
        assertThat(events).containsExactly("one\n", "\n", "two ção\n");
    }

    @Test
    void unfinishedLine_isAnEvent_whenTheProcessEnds() {
        read("one\ntwo");
        assertThat(events).containsExactly("one\n", "two");
    }

    @Test
    void loggedMessage_ofManyLines_isOneEvent() {
        read("\0" + KEY + "Lfirst\0second\nprinted\n");
        assertThat(events).containsExactly("first\nsecond", "printed\n");
    }

    @Test
    void mark_behindUnfinishedText_isFound() throws InterruptedException {
        Output output = read("unfinished\0" + KEY + "Mid-1\nnext\n");
        output.awaitMark("id-1");
        assertThat(events).containsExactly("unfinished", "next\n");
    }

    @Test
    void marksWithAnotherKey_areText() {
        read("\0" + "f".repeat(16) + "Mid-1\n");
        assertThat(events).containsExactly("\0ffffffffffffffffMid-1\n");
    }

    @Test
    void lineWithoutEnd_isCutInPieces_notKeptInMemory() {
        read("x".repeat(2 * Output.LONGEST + 5) + "\n");
        assertThat(events).extracting(String::length).containsExactly(Output.LONGEST, Output.LONGEST, 6);
    }

    @Test
    void lineThatIsCut_isCutBetweenCharacters() {
        for (String character : List.of("é", "€", "😀")) {
            for (int before = 0; before < 4; before++) {
                events.clear();
                String text = "x".repeat(before) + character.repeat(Output.LONGEST / 2);
                read(text);
                assertThat(String.join("", events)).isEqualTo(text);
                assertThat(events)
                        .hasSizeGreaterThan(1)
                        .allSatisfy(event -> assertThat(event.getBytes(StandardCharsets.UTF_8))
                                .hasSizeLessThanOrEqualTo(Output.LONGEST));
            }
        }
    }

    @Test
    void whoAwaitsAMark_hasSeenEverythingBeforeIt() throws IOException, InterruptedException {
        PipedOutputStream process = new PipedOutputStream();
        Output output = new Output(new PipedInputStream(process), KEY, events::add);
        Thread reader = new Thread(output);
        reader.start();
        for (int i = 0; i < 1000; i++) {
            process.write(("line " + i + "\n").getBytes(StandardCharsets.UTF_8));
        }
        process.write(("\0" + KEY + "Mx\n").getBytes(StandardCharsets.UTF_8));
        process.flush();
        output.awaitMark("x");
        assertThat(events).hasSize(1000);
        process.close();
        reader.join(TimeUnit.SECONDS.toMillis(5));
        assertThat(reader.isAlive()).isFalse();
    }

    @Test
    void sameMarkAgain_isAwaitedAgain() throws IOException, InterruptedException {
        PipedOutputStream process = new PipedOutputStream();
        Output output = new Output(new PipedInputStream(process), KEY, events::add);
        Thread reader = new Thread(output);
        reader.start();
        process.write(("first try\n\0" + KEY + "Mx\n").getBytes(StandardCharsets.UTF_8));
        process.flush();
        output.awaitMark("x");

        CompletableFuture<List<String>> seen = CompletableFuture.supplyAsync(() -> {
            try {
                output.awaitMark("x");
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return List.copyOf(events);
        });
        // Gives time to a caller that wrongly does not wait; a waiting caller is not affected.
        assertThatThrownBy(() -> seen.get(200, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        process.write(("second try\n\0" + KEY + "Mx\n").getBytes(StandardCharsets.UTF_8));
        process.close();

        assertThat(seen.join()).containsExactly("first try\n", "second try\n");
        reader.join(TimeUnit.SECONDS.toMillis(5));
    }
}
