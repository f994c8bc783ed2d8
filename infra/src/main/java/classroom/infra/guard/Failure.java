package classroom.infra.guard;

import classroom.template.language.Texts;
import java.util.Arrays;
import java.util.stream.Collectors;

/** An exception of a construct or of the CDK, in a line for whoever wrote the construct: no stack trace. */
public final class Failure {
    private static final int CALLERS = 3;

    private Failure() {}

    /** Returns the message, and which of our lines led to it, the innermost first. */
    public static String told(RuntimeException e) {
        String lines = Arrays.stream(e.getStackTrace())
                .filter(frame ->
                        frame.getFileName() != null && !frame.getClassName().matches("(software|java|jdk)\\..*"))
                .map(frame -> frame.getFileName() + ":" + frame.getLineNumber())
                .distinct()
                .limit(CALLERS)
                .collect(Collectors.joining(", "));
        return Texts.of("the synth failed: %s", words(e)) + (lines.isEmpty() ? "" : " (" + lines + ")");
    }

    /** Returns the message without what jsii adds: the name of the error before it, Node's stack trace after it. */
    static String words(RuntimeException e) {
        String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return message.replaceFirst("(?s)\\R(@jsii/kernel\\.|«|\\s+at ).*", "")
                .replaceFirst("^(@jsii/kernel\\.)?\\w*(Error|ValidationFailed\\w*): ", "")
                .strip();
    }
}
