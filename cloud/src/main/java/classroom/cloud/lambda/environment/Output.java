package classroom.cloud.lambda.environment;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Reads what a function's process prints, event by event, until the process ends (the form is {@link
 * classroom.cloud.lambda.runtime} {@code Console}'s).
 *
 * <p>The runtime writes a mark when an invocation is over, and then answers. A caller that waits for the mark has seen
 * everything that the invocation printed.
 */
final class Output implements Runnable {
    /**
     * The longest log event of CloudWatch Logs, in bytes: 1 MB, in which each event counts 26 more than its text
     * ("PutLogEvents"); a longer line is cut into pieces.
     */
    static final int LONGEST = 1024 * 1024 - 26;

    private final InputStream in;
    private final byte[] key;
    private final Consumer<String> events;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private String lastMark = "";
    private boolean ended;

    Output(InputStream in, String key, Consumer<String> events) {
        this.in = in;
        this.key = ("\0" + key).getBytes(StandardCharsets.ISO_8859_1);
        this.events = events;
    }

    @Override
    public void run() {
        byte[] buffer = new byte[16384];
        int filled = 0;
        try {
            while (true) {
                int n = in.read(buffer, filled, buffer.length - filled);
                if (n < 0) {
                    break;
                }
                int start = 0;
                int end = filled + n;
                for (int at = filled; at < end; at++) {
                    if (buffer[at] == '\n') {
                        line(buffer, start, at + 1);
                        start = at + 1;
                    }
                }
                filled = end - start;
                System.arraycopy(buffer, start, buffer, 0, filled);
                if (filled == LONGEST) {
                    int cut = beforeLastCharacter(buffer, filled);
                    line(buffer, 0, cut);
                    filled -= cut;
                    System.arraycopy(buffer, cut, buffer, 0, filled);
                } else if (filled == buffer.length) {
                    buffer = Arrays.copyOf(buffer, Math.min(LONGEST, buffer.length * 2));
                }
            }
        } catch (IOException e) {
            // The process was killed: this is like its end.
        }
        if (filled > 0) {
            line(buffer, 0, filled);
        }
        moveTo(null);
    }

    /** Where the last character that is more than a byte of UTF-8 begins, if the text ends with one. */
    private static int beforeLastCharacter(byte[] text, int end) {
        int at = end - 1;
        while (at > end - 4 && (text[at] & 0xC0) == 0x80) {
            at--;
        }
        return (text[at] & 0xC0) == 0xC0 ? at : end;
    }

    /** Waits until everything before this mark, or before the end of the process, has been read. */
    void awaitMark(String mark) throws InterruptedException {
        await(mark);
    }

    /** Waits until everything that the ended process printed has been read. */
    void awaitEnd() throws InterruptedException {
        await(null);
    }

    private void await(String mark) throws InterruptedException {
        // A process that the function started without its environment variables may keep the pipe open.
        long left = TimeUnit.SECONDS.toNanos(2);
        lock.lock();
        try {
            while (!ended && !lastMark.equals(mark) && left > 0) {
                left = moved.awaitNanos(left);
            }
            lastMark = ""; // A repeated invocation has the same mark.
        } finally {
            lock.unlock();
        }
    }

    private void moveTo(String mark) {
        lock.lock();
        try {
            if (mark == null) {
                ended = true;
            } else {
                lastMark = mark;
            }
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Passes one line on, with its LF if there is one; a control line may follow unfinished text. */
    private void line(byte[] bytes, int start, int end) {
        int control = control(bytes, start, end);
        if (control < 0) {
            events.accept(new String(bytes, start, end - start, StandardCharsets.UTF_8));
            return;
        }
        if (control > start) {
            events.accept(new String(bytes, start, control - start, StandardCharsets.UTF_8));
        }
        int text = control + key.length + 1;
        if (bytes[text - 1] == 'M') {
            moveTo(new String(bytes, text, end - 1 - text, StandardCharsets.ISO_8859_1));
        } else {
            events.accept(new String(bytes, text, end - 1 - text, StandardCharsets.UTF_8).replace('\0', '\n'));
        }
    }

    private int control(byte[] bytes, int start, int end) {
        for (int at = start; at + key.length + 1 < end; at++) {
            if (bytes[at] == 0 && Arrays.equals(bytes, at, at + key.length, key, 0, key.length)) {
                return at;
            }
        }
        return -1;
    }
}
