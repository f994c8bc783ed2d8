package classroom.lambda;

import classroom.lambda.snapstart.SnapStart;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * A function that answers an event. It reads the stream itself, because the runtime's own JSON mapping costs a third of
 * a second of a cold start.
 *
 * <p>A bad event is answered with 400, a {@linkplain Conflict conflict} with 409. Any other exception is thrown, so
 * that Lambda counts and reports it.
 */
public abstract class Handler implements RequestStreamHandler {
    static {
        SnapStart.prepare();
    }

    @Override
    public final void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        Answer answer;
        try {
            answer = answer(Event.read(input), context);
        } catch (BadRequest refused) {
            answer = refused.answer();
        } catch (Conflict conflict) {
            answer = conflict.answer();
        } catch (RuntimeException fault) {
            answer = answer(fault);
        }
        answer.write(output);
    }

    /**
     * Answers an event.
     *
     * @throws BadRequest when the function's contract does not allow the event
     * @throws Conflict when the stored item is not the one that the caller expects
     */
    protected abstract Answer answer(Event event, Context context) throws IOException, Conflict;

    /** Answers a fault that the caller can do something about, and throws any other. */
    protected Answer answer(RuntimeException fault) {
        throw fault;
    }
}
