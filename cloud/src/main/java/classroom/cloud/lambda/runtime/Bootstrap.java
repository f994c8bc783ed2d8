package classroom.cloud.lambda.runtime;

import com.amazonaws.services.lambda.runtime.LambdaRuntime;
import com.amazonaws.services.lambda.runtime.api.client.EventHandlerLoader;
import com.amazonaws.services.lambda.runtime.api.client.HandlerInfo;
import com.amazonaws.services.lambda.runtime.api.client.LambdaRequestHandler;
import com.amazonaws.services.lambda.runtime.api.client.LambdaRequestHandler.UserFaultHandler;
import com.amazonaws.services.lambda.runtime.api.client.UserFault;
import com.amazonaws.services.lambda.runtime.api.client.runtimeapi.dto.InvocationRequest;
import java.io.ByteArrayInputStream;
import java.io.IOError;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;

/**
 * Main class of a function's process: loads the handler, then asks the Lambda Runtime API for one invocation after the
 * other.
 *
 * <p>Events, contexts and errors go through AWS's own {@code EventHandlerLoader}; only its client of the Runtime API,
 * which is native and Linux-only, is replaced. It reports, logs and exits in the same cases as that client's {@code
 * AWSLambda}. The process ends by itself when the local class has ended: its standard input ends or the Runtime API no
 * longer answers.
 */
public final class Bootstrap {
    private static final int GONE = 1;

    private Bootstrap() {}

    public static void main(String[] args) {
        InputStream lifeline = System.in;
        System.setIn(new ByteArrayInputStream(new byte[0]));
        Thread watch = new Thread(new Lifeline(lifeline), "lifeline");
        watch.setDaemon(true);
        watch.start();

        RuntimeClient runtime = new RuntimeClient(System.getenv("AWS_LAMBDA_RUNTIME_API"));
        Console console = new Console(runtime.key());
        PrintStream print = new PrintStream(console, false, StandardCharsets.UTF_8);
        System.setOut(print);
        System.setErr(print);
        try {
            setLogger(console);
            LambdaRequestHandler handler = load(System.getenv("_HANDLER"));
            if ("snap-start".equals(System.getenv("AWS_LAMBDA_INITIALIZATION_TYPE"))) {
                Snapshot.pass(runtime, console);
            }
            console.mark("init");
            while (serve(runtime, console, handler)) {}
            // As in AWS's runtime: after an error of the virtual machine nothing here can be trusted any more.
            System.exit(1);
        } catch (UserFault fault) {
            console.log(fault.reportableError());
            console.mark("init");
            try {
                runtime.initError(Fault.of(fault));
            } catch (IOException gone) {
                endWithTheClass();
            }
            System.exit(1);
        } catch (IOException gone) {
            endWithTheClass();
        }
    }

    /**
     * Ends this process and the processes that the function has started, because the local class, which usually does
     * it, has ended.
     */
    private static void endWithTheClass() {
        for (Object child : ProcessHandle.current().descendants().toArray()) {
            ((ProcessHandle) child).destroyForcibly();
        }
        Runtime.getRuntime().halt(GONE);
    }

    private static void setLogger(Console console) {
        try {
            Field logger = LambdaRuntime.class.getDeclaredField("logger");
            logger.setAccessible(true);
            logger.set(null, console);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("this aws-lambda-java-core has no replaceable logger", e);
        }
    }

    /** Finds and constructs the handler; a fault that is not fatal becomes a handler that answers with it. */
    private static LambdaRequestHandler load(String handler) {
        HandlerInfo info;
        try {
            info = HandlerInfo.fromString(handler, ClassLoader.getSystemClassLoader());
        } catch (HandlerInfo.InvalidHandlerException e) {
            return new UserFaultHandler(
                    UserFault.makeUserFault("Invalid handler: `".concat(handler).concat("'")));
        } catch (ClassNotFoundException e) {
            return LambdaRequestHandler.classNotFound(e, HandlerInfo.className(handler));
        } catch (NoClassDefFoundError e) {
            return LambdaRequestHandler.initErrorHandler(e, HandlerInfo.className(handler));
        } catch (Throwable e) {
            throw ((UserFaultHandler) LambdaRequestHandler.initErrorHandler(e, HandlerInfo.className(handler))).fault;
        }
        LambdaRequestHandler loaded = EventHandlerLoader.loadEventHandler(info);
        if (loaded instanceof UserFaultHandler faulty && faulty.fault.fatal) {
            throw faulty.fault;
        }
        return loaded;
    }

    /** Serves one invocation; {@code false} if the process must end after it. */
    private static boolean serve(RuntimeClient runtime, Console console, LambdaRequestHandler handler)
            throws IOException {
        InvocationRequest request = runtime.next();
        byte[] answer;
        try {
            answer = handler.call(request).toByteArray();
        } catch (Throwable thrown) {
            UserFault.filterStackTrace(thrown);
            UserFault fault = UserFault.makeUserFault(thrown);
            console.log(fault.reportableError());
            console.mark(request.getId());
            runtime.error(request.getId(), Fault.of(thrown));
            return !(thrown instanceof VirtualMachineError || thrown instanceof IOError || fault.fatal);
        }
        console.mark(request.getId());
        runtime.response(request.getId(), answer);
        return true;
    }

    /** Ends the process when the class that started it is gone, however it went. */
    private record Lifeline(InputStream end) implements Runnable {
        @Override
        public void run() {
            try {
                while (end.read() >= 0) {}
            } catch (IOException e) {
                // This is like its end.
            }
            endWithTheClass();
        }
    }
}
