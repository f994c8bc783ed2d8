package classroom.cli.load;

import classroom.cli.client.Invocation;
import classroom.cli.client.ServiceException;
import classroom.cli.terminal.Progress;
import classroom.template.language.Texts;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sends the records of a file to a loading function, with a few calls at a time: while the function reads and answers
 * one call, another one keeps the table busy.
 *
 * <p>A call has at most {@link Calls#BYTES} bytes, and as many write units as the {@link Pace} says. Records that the
 * function did not write are sent again. A record that it refuses is named and left out; the other records of its call
 * are sent.
 */
final class Loader {
    /** If this number of records is refused in consecutive calls, it is the wrong file. */
    static final int REFUSALS = 20;

    /** So many calls in a row that write nothing are the end. */
    static final int FRUITLESS = 6;

    private static final Pattern REFUSED = Pattern.compile("books\\[(\\d+)].*");

    /** A pause between calls; {@link Thread#sleep} but in tests. */
    interface Pause {
        void sleep(Duration duration) throws InterruptedException;
    }

    private final Function<byte[], Invocation> function;
    private final Pace pace;
    private final Progress progress;
    private final Pause pause;

    private long written;

    /** The records, by their number, of calls that have not said what became of them. */
    private final Set<Long> untold = new HashSet<>();

    private long units;
    private long calls;
    private long sentAgain;

    /** Whether a lane has failed, so that the others begin no further call. */
    private boolean stopped;

    private volatile String why = Texts.of("the table takes no more at the moment");
    private final List<String> refused = new ArrayList<>();

    Loader(Function<byte[], Invocation> function, Pace pace, Progress progress, Pause pause) {
        this.function = function;
        this.pace = pace;
        this.progress = progress;
        this.pause = pause;
    }

    /**
     * Loads the file, that a {@link Survey} has found well-formed.
     *
     * @throws LoadException when it cannot go on; every call that was begun has ended then
     */
    void load(Path file) throws IOException, FileException, InterruptedException, LoadException {
        ExecutorService lanes = Executors.newFixedThreadPool(pace.lanes());
        try (Calls calls = new Calls(file, pace.unitsPerCall())) {
            Callable<Void> lane = () -> sendAll(calls);
            for (Future<Void> ended : lanes.invokeAll(Collections.nCopies(pace.lanes(), lane))) {
                ended.get();
            }
        } catch (ExecutionException failed) {
            rethrow(failed.getCause());
        } finally {
            lanes.shutdownNow();
        }
    }

    private static void rethrow(Throwable cause)
            throws IOException, FileException, InterruptedException, LoadException {
        if (cause instanceof IOException e) {
            throw e;
        } else if (cause instanceof FileException e) {
            throw e;
        } else if (cause instanceof InterruptedException e) {
            throw e;
        } else if (cause instanceof LoadException e) {
            throw e;
        } else if (cause instanceof RuntimeException e) {
            throw e;
        }
        throw new IllegalStateException(cause);
    }

    /** The records that are known to be in the table now. */
    synchronized long written() {
        return written;
    }

    /** The known number of records in the table: a running call may have written more. */
    synchronized String written(long all) {
        return untold.isEmpty()
                ? Texts.of("%,d of %,d", written, all)
                : Texts.of("at least %,d and at most %,d of %,d", written, written + untold.size(), all);
    }

    /** The write units that they consumed. */
    synchronized long units() {
        return units;
    }

    /** The calls made. */
    synchronized long calls() {
        return calls;
    }

    /** How often a record was sent once more, by this command. */
    synchronized long sentAgain() {
        return sentAgain;
    }

    /** The records that were refused, each with its place in the file and the reason. */
    synchronized List<String> refused() {
        return List.copyOf(refused);
    }

    /** One lane: makes calls until no record is left or another lane has failed. */
    private Void sendAll(Calls calls) throws IOException, FileException, InterruptedException, LoadException {
        boolean ended = false;
        try {
            for (List<Entry> call = calls.next(); !call.isEmpty() && !isStopped(); call = calls.next()) {
                send(call);
            }
            ended = true;
            return null;
        } finally {
            if (!ended) {
                stop();
            }
        }
    }

    private void send(List<Entry> entries) throws InterruptedException, LoadException {
        List<Entry> left = entries;
        int fruitless = 0;
        while (!left.isEmpty() && !isStopped()) {
            List<Entry> after = call(left);
            boolean fruit = after.size() < left.size();
            fruitless = fruit ? 0 : fruitless + 1;
            if (fruitless == FRUITLESS) {
                throw new LoadException(Texts.of(
                        "nothing was written in %d calls from %s to %s: %s",
                        FRUITLESS,
                        left.get(0).place(),
                        left.get(left.size() - 1).place(),
                        why));
            }
            if (!fruit) {
                pause.sleep(Duration.ofMillis(500L << fruitless));
            }
            countAgain(after.size());
            left = after;
        }
    }

    private synchronized boolean isStopped() {
        return stopped;
    }

    private synchronized void stop() {
        stopped = true;
    }

    private synchronized void countAgain(int records) {
        sentAgain += records;
    }

    private synchronized void begin(List<Entry> entries) {
        calls++;
        entries.forEach(entry -> untold.add(entry.number()));
    }

    private synchronized void end(List<Entry> entries) {
        entries.forEach(entry -> untold.remove(entry.number()));
    }

    /** Makes one call and returns the records that are not written yet. */
    private List<Entry> call(List<Entry> entries) throws LoadException {
        ArrayNode books = JsonNodeFactory.instance.arrayNode(entries.size());
        entries.forEach(entry -> books.add(entry.item()));
        ObjectNode event = JsonNodeFactory.instance.objectNode().set("books", books);
        begin(entries);
        Invocation answer;
        try {
            answer = function.apply(event.toString().getBytes(StandardCharsets.UTF_8));
        } catch (ServiceException e) {
            if (e.status() < 500) {
                end(entries);
            }
            if (e.status() == 429 || e.status() >= 500) {
                why = e.toString();
                return entries;
            }
            throw new LoadException(e.toString());
        } catch (UncheckedIOException e) {
            throw new LoadException(e.getMessage());
        }
        if (answer.functionError().isPresent()) {
            why = answer.json().path("errorMessage").asText(answer.text());
            return entries;
        }
        return switch (answer.statusCode()) {
            case 200 -> accept(entries, answer.body().path("notWritten"));
            case 400 -> refuse(entries, answer.body());
            case 503 -> {
                why = answer.body().path("message").asText();
                yield entries;
            }
            default -> throw new LoadException(Texts.of("the function answered %s", answer.text()));
        };
    }

    private synchronized List<Entry> accept(List<Entry> entries, JsonNode notWritten) {
        end(entries);
        boolean[] open = new boolean[entries.size()];
        notWritten.forEach(index -> open[index.asInt()] = true);
        List<Entry> left = new ArrayList<>();
        for (int i = 0; i < open.length; i++) {
            if (open[i]) {
                left.add(entries.get(i));
            } else {
                units += entries.get(i).units();
            }
        }
        written += entries.size() - left.size();
        progress.at(written + refused.size());
        return left;
    }

    private synchronized List<Entry> refuse(List<Entry> entries, JsonNode body) throws LoadException {
        end(entries);
        String message = body.path("message").asText();
        Matcher field = REFUSED.matcher(body.path("field").asText());
        if (!field.matches()) {
            throw new LoadException(Texts.of("the function answered %s", "400: " + message));
        }
        List<Entry> left = new ArrayList<>(entries);
        Entry entry = left.remove(Integer.parseInt(field.group(1)));
        String refusal = entry.place() + ": " + message.replaceFirst("books\\[\\d+]\\.?", "");
        refused.add(refusal);
        progress.say(Texts.of("Left out: %s", refusal));
        progress.at(written + refused.size());
        if (refused.size() == REFUSALS) {
            throw new LoadException(Texts.of("%d records were refused; is this the right file?", REFUSALS));
        }
        return left;
    }
}
