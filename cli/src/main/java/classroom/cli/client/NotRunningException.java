package classroom.cli.client;

import classroom.template.language.Texts;
import java.io.IOException;

/** No class answers on the port; the message says how to start one. */
public final class NotRunningException extends RuntimeException {
    NotRunningException(int port, IOException cause) {
        super(
                Texts.of(
                        "no class answers on 127.0.0.1:%d. Start one with ./classroom up (with --empty to deploy into"
                                + " it yourself), or name the port of a running one with --port",
                        port),
                cause);
    }
}
