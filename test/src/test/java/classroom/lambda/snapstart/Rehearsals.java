package classroom.lambda.snapstart;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.nio.charset.StandardCharsets;

/** Makes each function of its arguments, lets it rehearse a call if it has SnapStart, and prints the answers. */
final class Rehearsals {
    private Rehearsals() {}

    public static void main(String[] handlers) throws Exception {
        for (String handler : handlers) {
            RequestStreamHandler function = (RequestStreamHandler)
                    Class.forName(handler).getConstructor().newInstance();
            if (!SnapStart.isOn()) {
                continue;
            }
            System.out.println(handler + " " + new String(Rehearsal.of(function), StandardCharsets.UTF_8));
        }
        if (System.getenv("CONNECT") != null) {
            Rehearsal.openConnections();
            System.out.println("connected");
            // As while a snapshot is taken: until the test has looked.
            System.in.read();
        }
    }
}
