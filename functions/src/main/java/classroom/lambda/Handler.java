package classroom.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * A function that answers an event. It reads the stream itself, because the runtime's own JSON mapping costs a third
 * of a second of a cold start.
 *
 * <p>A bad event is answered with 400, an exhausted table and an {@linkplain OutcomeUnknown unknown outcome} with 503, what
 * is stored otherwise than the caller expects, or a transaction in the way, with 409. Anything else is thrown, so that Lambda
 * counts and reports it.
 */
public abstract class Handler implements RequestStreamHandler {
    @SuppressWarnings("this-escape") // It is called once Lambda has constructed it.
    protected Handler() {
        SnapStart.prepare(this);
    }

    @Override
    public final void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        Answer answer;
        try {
            answer = answer(Event.read(input), context);
        } catch (BadRequest refused) {
            answer = Answer.badRequest(refused);
        } catch (Conflict stale) {
            answer = stale.answer();
        } catch (RuntimeException fault) {
            answer = Faults.answer(fault);
        }
        answer.write(output);
    }

    /**
     * @throws BadRequest when the event is not what the function's contract allows
     * @throws Conflict when what is stored now is not what the caller expects
     */
    protected abstract Answer answer(Event event, Context context) throws IOException, Conflict;
}
