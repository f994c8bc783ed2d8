package classroom.lambda;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.nio.charset.StandardCharsets;

/** Has each function that it is told rehearse a call, and prints the answers. */
final class Rehearsals {
    private Rehearsals() {}

    public static void main(String[] handlers) throws Exception {
        for (String handler : handlers) {
            RequestStreamHandler function = (RequestStreamHandler)
                    Class.forName(handler).getConstructor().newInstance();
            System.out.println(handler + " " + new String(Rehearsal.of(function), StandardCharsets.UTF_8));
        }
    }
}
