package classroom.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.Reliability;
import classroom.cli.client.Client;
import classroom.cli.client.Invocation;
import classroom.cli.command.Program;
import classroom.cloud.identity.Identities;
import classroom.infra.RealAssembly;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole class under load, for three minutes unless {@code -Dendurance.seconds} says otherwise: no call fails, and
 * memory stays level. The rate that was reached is printed, for it is the machine's; {@code -Dendurance.rate} changes
 * what is tried.
 *
 * <p>An account runs ten environments at once, and the class has more than twice as many functions. So the callers go
 * from lesson to lesson, as a class does: a function at random each time would start a process each time.
 */
@Tag("long")
@Tag("alone")
@Timeout(900)
@EnabledOnOs(OS.LINUX) // It reads /proc.
class EnduranceIT {
    private static final int SECONDS = Integer.getInteger("endurance.seconds", 180);
    private static final int RATE = Integer.getInteger("endurance.rate", 100);
    private static final int CALLERS = 3;
    private static final int LESSON_SECONDS = 20;

    /** A lesson begins with processes that start: what may be made up for afterwards. */
    private static final long MOST_BEHIND = TimeUnit.SECONDS.toNanos(5);

    /**
     * The memory that grows on purpose: logs (at most 8 MB per function), streams' records of a day, the items of the
     * calls.
     */
    private static final double MOST_GROWTH = 1.4;

    private static final long MOST_KEPT_KILOBYTES = 48 << 10;

    private static final Pattern USED = Pattern.compile("(?:def new generation|tenured generation) .* used (\\d+)K");

    @TempDir
    private Path folder;

    private final AtomicLong nextCall = new AtomicLong();
    private final AtomicLong calls = new AtomicLong();
    private final Queue<String> errors = new ConcurrentLinkedQueue<>();
    private final Set<String> called = ConcurrentHashMap.newKeySet();
    private Client client;
    private String changes;
    private volatile int lesson;
    private volatile boolean stopped;

    /**
     * Kilobytes: the memory of the local class's JVM and of the functions' processes, and the live objects in the JVM's
     * heap.
     */
    private record Memory(long resident, long heap, long functions, int processes) {
        @Override
        public String toString() {
            return String.format(
                    "class %d MB resident, %.1f MB of heap after GC; %d function processes %d MB each",
                    resident >> 10, heap / 1024.0, processes, (functions / Math.max(1, processes)) >> 10);
        }
    }

    @Test
    void threeMinutesOfEveryFunction_failNoCall_andLeaveMemoryLevel() throws Exception {
        Path temporary = Files.createDirectories(folder.resolve("tmp"));
        try (InputStream events = EnduranceIT.class.getResourceAsStream("/events/stream-changes.json")) {
            changes = new String(events.readAllBytes(), StandardCharsets.UTF_8);
        }
        try (Program up = Program.start(
                temporary, "up", "--port", "0", "--app", RealAssembly.folder().toString())) {
            String ready = up.line("ready ");
            int port = Integer.parseInt(ready.substring(ready.lastIndexOf(':') + 1));
            client = new Client(port, Cloud.REGION, Identities.TEACHER);
            nextCall.set(System.nanoTime());
            List<Thread> callers = new ArrayList<>();
            for (int caller = 0; caller < CALLERS; caller++) {
                int number = caller;
                Thread thread = new Thread(() -> call(number), "caller " + caller);
                thread.start();
                callers.add(thread);
            }
            long begin = System.nanoTime();
            int minute = Math.max(1, SECONDS / 3);
            Memory first = null;
            Memory last = null;
            long callsInFirst = 0;
            long callsBeforeLast = 0;
            for (int second = 1; second <= SECONDS; second++) {
                pauseUntil(begin + TimeUnit.SECONDS.toNanos(second));
                lesson = second / LESSON_SECONDS % 3;
                if (second == minute) {
                    callsInFirst = calls.get();
                    first = measure(up);
                } else if (second == SECONDS - minute) {
                    callsBeforeLast = calls.get();
                } else if (second == SECONDS) {
                    last = measure(up);
                }
            }
            long made = calls.get();
            double seconds = (System.nanoTime() - begin) / 1e9;
            stopped = true;
            for (Thread thread : callers) {
                thread.join();
            }
            System.out.printf("first third: %d calls; %s%n", callsInFirst, first);
            System.out.printf("last third: %d calls; %s%n", made - callsBeforeLast, last);
            System.out.printf(
                    "%d calls of %d functions in %.0f s: %.1f a second of %d wanted; %d failed; load %s%n",
                    made,
                    called.size(),
                    seconds,
                    made / seconds,
                    RATE,
                    errors.size(),
                    Files.readString(Path.of("/proc/loadavg")).strip());
            Reliability.record(
                    "none, for " + SECONDS + " s",
                    RATE + " calls a second wanted over all functions",
                    made,
                    made - errors.size(),
                    made - errors.size(),
                    errors.size());
            assertThat(errors).isEmpty();
            assertThat(called).isEqualTo(functions());
            assertThat(last.resident())
                    .as("resident")
                    .isLessThan((long) (first.resident() * MOST_GROWTH) + MOST_KEPT_KILOBYTES);
            assertThat(last.heap()).as("heap").isLessThan((long) (first.heap() * MOST_GROWTH) + MOST_KEPT_KILOBYTES);
            assertThat(last.functions() / last.processes())
                    .as("a function's process")
                    .isLessThan((long) (first.functions() / first.processes() * MOST_GROWTH));
        }
    }

    private Set<String> functions() {
        return new TreeSet<>(client.get("lambda", "/2015-03-31/functions/").findValuesAsText("FunctionName"));
    }

    /** Goes through a lesson again and again, each time with a new account or book. */
    private void call(int caller) {
        for (int round = 0; !stopped; round++) {
            switch (lesson) {
                case 0 -> accounts(caller * 1_000_000 + round);
                case 1 -> books("caller " + caller, "title " + round % 50);
                default -> cars(caller, round);
            }
        }
    }

    private void accounts(int id) {
        String key = "{'id': " + id + ", 'email': 'ana@example.com'";
        answers("hello", 200, "{'nome': 'Ana', 'sobrenome': 'Souza'}");
        answers("account-create", 201, key + ", 'nome': 'Ana'}");
        answers("account-get", 200, key + "}");
        answers("account-update", 200, key + ", 'nome': 'Bia'}");
        answers("account-list", 200, "{'limit': 5}");
        answers("account-delete", 200, key + "}");
    }

    private void books(String author, String title) {
        String key = "'Author': '" + author + "', 'Title': '" + title + "'";
        answers("books-put", 201, "{" + key + ", 'Rating': 3, 'overwrite': true}");
        answers("books-get", 200, "{" + key + "}");
        JsonNode rated = answers("books-rate", 200, "{" + key + ", 'Rating': 4}");
        answers("books-query", 200, "{'Author': '" + author + "', 'limit': 5}");
        answers("books-scan", 200, "{'limit': 5}");
        answers("books-load", 200, "{'books': [{'Author': '" + author + "', 'Title': 'loaded'}]}");
        answers(
                "books-transact",
                200,
                "{'check': {" + key + ", 'Version': " + rated.path("Version") + "}, 'put': [{'Author': '" + author
                        + "', 'Title': 'put'}]}");
        answers("books-delete", 200, "{" + key + "}");
        answers("books-changes", 0, changes);
    }

    private void cars(int caller, int round) {
        String cpf = "'cpf': '1111111111" + caller + "'";
        String car = "{'placa': 'CAR" + caller + "'";
        Instant entry = Instant.parse("2026-01-01T00:00:00Z").plus(Duration.ofMinutes(20L * round));
        answers("garage-enter", 201, car + ", " + cpf + ", 'at': '" + entry + "'}");
        answers("garage-exit", 200, car + ", 'at': '" + entry.plus(Duration.ofMinutes(10)) + "'}");
        answers("garage-time", 200, car + "}");
        answers("garage-bill", 200, "{" + cpf + ", 'month': '2026-01'}");
        String vehicle = "'placa': 'V" + caller + "X" + round + "'";
        answers("registry-add", 201, "{" + cpf + ", " + vehicle + ", 'aquisicao': '2024-05-01'}");
        answers("registry-vehicles", 200, "{" + cpf + ", 'year': 2024, 'limit': 5}");
        answers("registry-owner", 200, "{" + vehicle + "}");
        answers("registry-transfer", 200, "{" + vehicle + ", 'from': '1111111111" + caller + "', 'to': '22222222222'}");
    }

    /** Calls when it is time to; {@code status} 0 for a function that answers no HTTP status. */
    private JsonNode answers(String function, int status, String event) {
        long period = TimeUnit.SECONDS.toNanos(1) / RATE;
        long now = System.nanoTime();
        long turn = nextCall.updateAndGet(due -> Math.max(due, now - MOST_BEHIND) + period);
        pauseUntil(turn);
        String text = event.startsWith("{'") ? event.replace('\'', '"') : event;
        called.add(function);
        calls.incrementAndGet();
        String failure;
        try {
            Invocation answer = client.invoke(function, text.getBytes(StandardCharsets.UTF_8));
            if (answer.functionError().isEmpty() && answer.statusCode() == status) {
                return answer.body();
            }
            failure = answer.text();
        } catch (RuntimeException e) { // Every failure is counted and reported at the end.
            failure = e.toString();
        }
        errors.add(function + " to " + text + ": " + failure);
        return MissingNode.getInstance();
    }

    private static void pauseUntil(long nanoTime) {
        try {
            TimeUnit.NANOSECONDS.sleep(nanoTime - System.nanoTime());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Memory measure(Program up) throws IOException, InterruptedException {
        long pid = up.handle().pid();
        jcmd(pid, "GC.run");
        Matcher used = USED.matcher(jcmd(pid, "GC.heap_info"));
        long heap = 0;
        while (used.find()) {
            heap += Long.parseLong(used.group(1));
        }
        assertThat(heap).isPositive();
        Map<Long, Long> functions = new LinkedHashMap<>();
        for (ProcessHandle process : up.handle().descendants().toList()) {
            long resident = resident(process.pid());
            if (resident > 0) {
                functions.put(process.pid(), resident);
            }
        }
        return new Memory(
                resident(pid),
                heap,
                functions.values().stream().mapToLong(Long::longValue).sum(),
                functions.size());
    }

    /** 0 for a process that has ended meanwhile. */
    private static long resident(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }

    private static String jcmd(long pid, String command) throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), Long.toString(pid), command)
                .redirectErrorStream(true)
                .start();
        String output = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(jcmd.waitFor(Duration.ofSeconds(60).toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        assertThat(jcmd.exitValue()).as(output).isZero();
        return output;
    }
}
