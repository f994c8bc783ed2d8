package classroom.cloud.lambda.handlers;

import com.amazonaws.services.lambda.crac.Core;
import com.amazonaws.services.lambda.crac.Resource;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.ArrayList;
import java.util.List;

/** Says which of its hooks have run; the environment's variable {@code FAIL} names one that fails. */
public final class Hooked implements RequestHandler<Object, List<String>>, Resource {
    private final List<String> hooks = new ArrayList<>();

    public Hooked() {
        Core.getGlobalContext().register(this);
    }

    @Override
    public void beforeCheckpoint(com.amazonaws.services.lambda.crac.Context<? extends Resource> context) {
        run("beforeCheckpoint");
    }

    @Override
    public void afterRestore(com.amazonaws.services.lambda.crac.Context<? extends Resource> context) {
        run("afterRestore");
    }

    private void run(String hook) {
        if (hook.equals(System.getenv("FAIL"))) {
            throw new IllegalStateException(hook + " cannot be done");
        }
        hooks.add(hook);
    }

    @Override
    public List<String> handleRequest(Object event, Context context) {
        return hooks;
    }
}
