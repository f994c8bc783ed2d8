package classroom.cloud.lambda.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;

/** Cannot start without its variable. */
public final class NeedsVariable implements RequestHandler<Object, String> {
    private final String table;

    public NeedsVariable() {
        System.out.println("starting");
        table = System.getenv("TABLE_NAME");
        if (table == null) {
            throw new IllegalStateException("The environment variable TABLE_NAME is missing");
        }
    }

    @Override
    public String handleRequest(Object event, Context context) {
        return table;
    }
}
