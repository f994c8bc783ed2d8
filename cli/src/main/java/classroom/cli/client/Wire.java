package classroom.cli.client;

/** Signs requests and sends them: to the class on this machine ({@link Loopback}), or to an account. */
public interface Wire {
    /** Sends a request and waits for its answer, whatever that says. */
    Answer send(Request request);
}
