package classroom.cloud.lambda.environment;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The last 4 KB of what one invocation logged (Lambda API reference, Invoke, {@code X-Amz-Log-Result}). */
final class LogTail {
    private static final int LIMIT = 4096;

    private byte[] bytes = new byte[2 * LIMIT];
    private int length;

    synchronized void add(String event) {
        byte[] more = event.getBytes(StandardCharsets.UTF_8);
        int from = Math.max(0, more.length - LIMIT);
        int count = more.length - from;
        if (length + count > bytes.length) {
            int keep = Math.min(length, LIMIT);
            System.arraycopy(bytes, length - keep, bytes, 0, keep);
            length = keep;
        }
        System.arraycopy(more, from, bytes, length, count);
        length += count;
        if (!event.endsWith("\n")) {
            add("\n");
        }
    }

    synchronized byte[] bytes() {
        return Arrays.copyOfRange(bytes, Math.max(0, length - LIMIT), length);
    }
}
