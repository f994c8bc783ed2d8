package classroom.cloud.lambda.runtime;

import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.logging.LogLevel;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The one output for everything that a function prints and logs.
 *
 * <p>Printed text is passed on unchanged, a log event per line. Between the lines there are control lines, {@code NUL
 * key kind text LF}. Kind {@code L} is one event of the Lambda logger with its line ends written as NUL, so that a
 * message of many lines stays one event. Kind {@code M} is a mark: the reader knows then that everything before it has
 * arrived. The key belongs to the environment.
 */
final class Console extends OutputStream implements LambdaLogger {
    private final FileOutputStream out = new FileOutputStream(FileDescriptor.out);
    private final byte[] key;

    Console(String key) {
        this.key = key.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void write(int b) throws IOException {
        out.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        synchronized (out) {
            out.write(bytes, offset, length);
        }
    }

    @Override
    public void log(String message) {
        control('L', String.valueOf(message).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void log(byte[] message) {
        control('L', message);
    }

    @Override
    public void log(String message, LogLevel level) {
        log(level == LogLevel.UNDEFINED ? message : prefix(level).concat(String.valueOf(message)));
    }

    @Override
    public void log(byte[] message, LogLevel level) {
        log(new String(message, StandardCharsets.UTF_8), level);
    }

    void mark(String id) {
        control('M', id.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String prefix(LogLevel level) {
        return "[".concat(level.name()).concat("] ");
    }

    private void control(char kind, byte[] text) {
        byte[] line = new byte[key.length + text.length + 3];
        System.arraycopy(key, 0, line, 1, key.length);
        line[key.length + 1] = (byte) kind;
        int start = key.length + 2;
        for (int i = 0; i < text.length; i++) {
            line[start + i] = text[i] == '\n' ? 0 : text[i];
        }
        line[line.length - 1] = '\n';
        try {
            write(line, 0, line.length);
        } catch (IOException e) {
            // The reader is gone, and with it the class; the lifeline ends this process.
        }
    }
}
