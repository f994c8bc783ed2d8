package classroom.cloud.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.Waiting;
import classroom.cloud.identity.Identities;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LiveTest {
    private final Gateway gateway = new Gateway(new Identities());
    private final Live live = gateway.live();
    private URI uri;

    @BeforeEach
    void start() throws IOException {
        uri = gateway.start(0);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void whoHasTheToken_getsEveryEventInOrder() throws Exception {
        try (Followed followed = follow(live.token())) {
            assertThat(followed.status()).contains(" 200 ");
            followed.begun();

            for (int i = 0; i < 100; i++) {
                tell(i);
            }

            for (int i = 0; i < 100; i++) {
                assertThat(followed.next().path("number").asInt()).isEqualTo(i);
            }
        }
    }

    @Test
    void event_isNotMade_whileNobodyFollows() {
        live.tell("call", () -> {
            throw new AssertionError("made for nobody");
        });
    }

    @Test
    void whoHasNoToken_isRefused() throws Exception {
        for (String token : new String[] {"", "0".repeat(32), live.token() + "0"}) {
            try (Followed followed = follow(token)) {
                assertThat(followed.status()).contains(" 403 ");
            }
        }
    }

    @Test
    void whoDoesNotRead_delaysNobody_andIsToldWhatItMissed() throws Exception {
        try (Followed slow = follow(live.token()).begun();
                Followed fast = follow(live.token()).begun()) {
            String padding = "x".repeat(2000);

            int told = 20_000;
            for (int i = 0; i < told; i++) {
                int number = i;
                live.tell(
                        "call",
                        () -> JsonNodeFactory.instance
                                .objectNode()
                                .put("number", number)
                                .put("padding", padding));
                // One that reads along is behind by what is told within a pause.
                if (i % 500 == 499) {
                    for (int each = i - 499; each <= i; each++) {
                        assertThat(fast.next().path("number").asInt()).isEqualTo(each);
                    }
                }
            }

            int seen = 0;
            long missed = 0;
            int last = -1;
            while (last < told - 1) {
                JsonNode event = slow.next();
                if (event.has("missed")) {
                    missed += event.path("missed").asLong();
                } else {
                    seen++;
                    last = event.path("number").asInt();
                }
            }
            assertThat(missed).isPositive();
            assertThat(seen + missed).isEqualTo(told);
        }
    }

    @Test
    void pages_areCounted_andOneThatIsGoneMakesRoom() throws Exception {
        Followed[] pages = new Followed[16];
        for (int i = 0; i < pages.length; i++) {
            pages[i] = follow(live.token()).begun();
        }
        try (Followed another = follow(live.token())) {
            assertThat(another.status()).contains(" 503 ");
        }

        for (Followed page : pages) {
            page.close();
        }

        Waiting.until(() -> {
            try (Followed another = follow(live.token())) {
                return another.status().contains(" 200 ");
            }
        });
    }

    private void tell(int number) {
        live.tell("call", () -> JsonNodeFactory.instance.objectNode().put("number", number));
    }

    private Followed follow(String token) throws IOException {
        return Followed.of(uri, token);
    }
}
