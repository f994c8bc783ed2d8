package classroom.cloud.lambda.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;

/** Ends its process before it is ready. */
public final class EndsWhileStarting implements RequestHandler<Object, String> {
    public EndsWhileStarting() {
        System.out.println("about to end");
        System.exit(3);
    }

    @Override
    public String handleRequest(Object event, Context context) {
        return null;
    }
}
