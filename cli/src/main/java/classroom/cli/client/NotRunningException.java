package classroom.cli.client;

import java.io.IOException;

/** No class answers on the port; the message says how to start one. */
public final class NotRunningException extends RuntimeException {
    NotRunningException(int port, IOException cause) {
        super(
                "No class answers on 127.0.0.1:" + port
                        + ". Start one with ./classroom up (with --empty to deploy into it yourself), or name "
                        + "the port of a running one with --port.",
                cause);
    }
}
