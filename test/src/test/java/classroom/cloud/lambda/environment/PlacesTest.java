package classroom.cloud.lambda.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import classroom.Waiting;
import classroom.cloud.gateway.AwsError;
import classroom.cloud.identity.Keys;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class PlacesTest {
    private final List<Room> made = new CopyOnWriteArrayList<>();
    private final AtomicInteger failures = new AtomicInteger();
    private Places<Room> places = new Places<>(this::make, Duration.ofMillis(20));
    private final Deployment a = deployment("a");
    private Room foundAtStart;
    private boolean unstartable;
    private final Deployment b = deployment("b");

    /** An environment without a process. */
    private final class Room implements Places.Occupant {
        private final String key = Keys.unguessable();
        private final Deployment deployment;
        private Runnable onExit;
        private boolean ended;

        Room(Deployment deployment) {
            this.deployment = deployment;
        }

        @Override
        public String key() {
            return key;
        }

        @Override
        public Deployment deployment() {
            return deployment;
        }

        @Override
        public void start() throws IOException {
            foundAtStart = places.find(key).orElse(null);
            if (unstartable) {
                throw new IOException("no memory");
            }
        }

        @Override
        public void end() {
            if (!ended) {
                ended = true;
                new Thread(onExit).start();
            }
        }

        @Override
        public void onExit(Runnable action) {
            onExit = action;
        }
    }

    private Room make(Deployment deployment) {
        if (failures.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
            throw new AwsError(500, "ServiceException", "no process");
        }
        Room room = new Room(deployment);
        made.add(room);
        return room;
    }

    private static Deployment deployment(String name) {
        Function function = new Function(
                name,
                "",
                "H",
                "java25",
                Path.of(name),
                Map.of(),
                128,
                Duration.ofSeconds(3),
                "r",
                "g",
                Map.of(),
                null,
                Function.Shown.DEFAULT,
                false);
        return new Deployment(function, "arn:" + name, new Asset(Path.of(name), Path.of(name)), List.of());
    }

    private Room acquire(Deployment wanted) {
        try {
            return places.acquire(() -> wanted);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<Room> fill(Deployment wanted) {
        List<Room> rooms = new ArrayList<>();
        for (int i = 0; i < Places.COUNT; i++) {
            rooms.add(acquire(wanted));
        }
        return rooms;
    }

    /** A caller that waits and then gives up, and its result. */
    private Thread caller(Deployment wanted, List<String> order, String name) throws InterruptedException {
        Thread thread = start(wanted, order, name);
        untilItIs(Thread.State.WAITING, thread);
        return thread;
    }

    private static void untilItIs(Thread.State state, Thread thread) throws InterruptedException {
        Waiting.until(() -> thread.getState() == state);
    }

    private Thread start(Deployment wanted, List<String> order, String name) {
        Thread thread = new Thread(() -> {
            Room room = acquire(wanted);
            order.add(name);
            places.release(room, true);
        });
        thread.start();
        return thread;
    }

    @Test
    void callerWhoDoesNotWait_isRefusedWhileAllAreBusy_andServedByOneThatIsIdle() throws InterruptedException {
        List<Room> busy = new ArrayList<>();
        for (int n = 0; n < Places.COUNT; n++) {
            busy.add(places.acquireOrRefuse(() -> a));
        }

        assertThatThrownBy(() -> places.acquireOrRefuse(() -> a))
                .isInstanceOfSatisfying(
                        AwsError.class, e -> assertThat(e.code()).isEqualTo("TooManyRequestsException"));
        places.release(busy.get(0), true);
        assertThat(places.acquireOrRefuse(() -> a)).isSameAs(busy.get(0));
        places.release(busy.get(1), true);
        assertThat(places.acquireOrRefuse(() -> b).deployment()).isSameAs(b);
    }

    /** Its process may ask for work before the thread that started it runs again. */
    @Test
    void environment_isFoundByItsKeyBeforeItStarts() throws InterruptedException {
        Room room = places.acquire(() -> a);

        assertThat(foundAtStart).isSameAs(room);
    }

    @Test
    void environmentThatDoesNotStart_isAnErrorAndForgotten() {
        unstartable = true;

        assertThatThrownBy(() -> places.acquire(() -> a))
                .isInstanceOf(AwsError.class)
                .hasMessageContaining("cannot be started: no memory");
        assertThat(places.find(made.get(0).key())).isEmpty();
        places.close();
    }

    @Test
    void idleEnvironment_isReused_theOneUsedLastFirst() {
        Room first = acquire(a);
        Room second = acquire(a);
        places.release(first, true);
        places.release(second, true);
        assertThat(acquire(a)).isSameAs(second);
        assertThat(acquire(a)).isSameAs(first);
        assertThat(made).hasSize(2);
    }

    @Test
    void callers_areServedInTheirOrder_whateverTheyWant() throws InterruptedException {
        List<Room> rooms = fill(a);
        List<String> order = new CopyOnWriteArrayList<>();
        List<Thread> callers =
                List.of(caller(b, order, "b1"), caller(a, order, "a1"), caller(b, order, "b2"), caller(a, order, "a2"));
        places.release(rooms.get(0), true);
        for (Thread caller : callers) {
            caller.join();
        }
        assertThat(order).containsExactly("b1", "a1", "b2", "a2");
    }

    @Test
    void environmentThatHasBeenIdleLongest_makesRoom() throws InterruptedException {
        List<Room> rooms = fill(a);
        places.release(rooms.get(3), true);
        places.release(rooms.get(7), true);
        Room other = acquire(b);
        assertThat(other.deployment()).isSameAs(b);
        assertThat(rooms.get(3).ended).isTrue();
        assertThat(rooms.get(7).ended).isFalse();
        assertThat(acquire(a)).isSameAs(rooms.get(7));
    }

    @Test
    void callerOfOneThatRuns_waitsForIt_andEndsNobodyElses_norKeepsAnyoneBehind() throws InterruptedException {
        places = new Places<>(this::make, Duration.ofHours(1));
        List<Room> rooms = fill(a);
        places.release(rooms.get(0), true);
        Room running = acquire(b);
        places.release(rooms.get(1), true);
        List<String> order = new CopyOnWriteArrayList<>();
        Thread patient = start(b, order, "b");
        untilItIs(Thread.State.TIMED_WAITING, patient);
        places.release(acquire(a), true);
        places.release(running, true);
        patient.join();
        assertThat(order).containsExactly("b");
        assertThat(made).hasSize(Places.COUNT + 1);
    }

    @Test
    void onlyEnvironmentOfAVersion_staysBeforeOneOfMany() {
        Room only = acquire(b);
        places.release(only, true);
        List<Room> many = new ArrayList<>();
        for (int i = 1; i < Places.COUNT; i++) {
            many.add(acquire(a));
        }
        places.release(many.get(0), true);
        acquire(deployment("c"));
        assertThat(only.ended).isFalse();
        assertThat(many.get(0).ended).isTrue();
    }

    @Test
    void oneThatRunsOn_isWaitedForNoLongerThanAStartTakes() {
        List<Room> rooms = fill(a);
        places.release(rooms.get(0), true);
        Room running = acquire(b);
        places.release(rooms.get(1), true);
        assertThat(acquire(b)).isNotSameAs(running);
        assertThat(rooms.get(1).ended).isTrue();
    }

    @Test
    void processThatCannotBeStarted_freesItsPlace() {
        failures.set(2 * Places.COUNT);
        for (int i = 0; i < 2 * Places.COUNT; i++) {
            assertThatThrownBy(() -> acquire(a)).hasMessage("no process");
        }
        assertThat(fill(a)).hasSize(Places.COUNT);
    }

    @Test
    void callerThatGivesUp_losesItsTurn_andNobodyElsesPlace() throws InterruptedException {
        List<Room> rooms = fill(a);
        Thread impatient = new Thread(
                () -> assertThatThrownBy(() -> places.acquire(() -> b)).isInstanceOf(InterruptedException.class));
        impatient.start();
        untilItIs(Thread.State.WAITING, impatient);
        List<String> order = new CopyOnWriteArrayList<>();
        Thread patient = caller(a, order, "patient");
        impatient.interrupt();
        impatient.join();
        places.release(rooms.get(0), true);
        patient.join();
        assertThat(order).containsExactly("patient");
        assertThat(made).hasSize(Places.COUNT);
    }

    @Test
    void environmentThatDies_freesItsPlace() throws InterruptedException {
        List<Room> rooms = fill(a);
        List<String> order = new CopyOnWriteArrayList<>();
        Thread waiting = caller(a, order, "waiting");
        rooms.get(5).end();
        waiting.join();
        assertThat(made).hasSize(Places.COUNT + 1);
        assertThat(places.find(rooms.get(5).key())).isEmpty();
    }

    @Test
    void environmentOfAnEarlierVersion_isNotGivenOut() throws InterruptedException {
        Room earlier = acquire(a);
        places.release(earlier, true);
        places.retire(a);
        assertThat(earlier.ended).isTrue();
        Room busy = acquire(b);
        places.release(busy, false);
        assertThat(busy.ended).isTrue();
        assertThat(acquire(b)).isNotSameAs(busy);
    }

    @Test
    void environmentsThatWereIdleForLong_areEnded() {
        Room room = acquire(a);
        places.release(room, true);
        places.endIdleFor(Duration.ofMinutes(5));
        assertThat(room.ended).isFalse();
        places.endIdleFor(Duration.ZERO);
        assertThat(room.ended).isTrue();
    }

    @Test
    void closedPlaces_endEverything_andRefuseWhoWaits() throws InterruptedException {
        List<Room> rooms = fill(a);
        List<Throwable> refused = new CopyOnWriteArrayList<>();
        Thread waiting = new Thread(() -> acquire(b));
        waiting.setUncaughtExceptionHandler((t, e) -> refused.add(e));
        waiting.start();
        untilItIs(Thread.State.WAITING, waiting);
        places.close();
        waiting.join();
        assertThat(rooms).allMatch(r -> r.ended);
        assertThat(refused).singleElement().isInstanceOf(AwsError.class);
    }
}
