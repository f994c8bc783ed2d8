package classroom.cloud.lambda.runtime;

import com.amazonaws.services.lambda.runtime.api.client.UserFault;
import java.nio.charset.StandardCharsets;

/** What went wrong, as the JSON text that the Runtime API takes (as in AWS's {@code LambdaErrorConverter}). */
final class Fault {
    private Fault() {}

    static byte[] of(Throwable thrown) {
        if (thrown instanceof UserFault fault) {
            return json(fault.msg, fault.exception, null);
        }
        String message = thrown.getLocalizedMessage();
        String type = thrown.getClass().getName();
        return json(message == null ? type : message, type, thrown.getStackTrace());
    }

    private static byte[] json(String message, String type, StackTraceElement[] trace) {
        StringBuilder json = new StringBuilder(256);
        json.append("{\"errorMessage\":");
        text(json, message);
        if (type != null) {
            json.append(",\"errorType\":");
            text(json, type);
        }
        if (trace != null) {
            json.append(",\"stackTrace\":[");
            for (int i = 0; i < trace.length; i++) {
                if (i > 0) {
                    json.append(',');
                }
                text(json, trace[i].toString());
            }
            json.append(']');
        }
        return json.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void text(StringBuilder json, String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c == '\n') {
                json.append("\\n");
            } else if (c < ' ' || Character.isSurrogate(c)) {
                json.append("\\u");
                for (int shift = 12; shift >= 0; shift -= 4) {
                    json.append(Character.forDigit(c >> shift & 15, 16));
                }
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }
}
