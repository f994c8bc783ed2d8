package classroom.cloud.lambda.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.logging.LogLevel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Does what its event says in {@code do}. */
public final class Actor implements RequestHandler<Map<String, Object>, Object> {
    private static final AtomicInteger CALLS = new AtomicInteger();

    private final List<byte[]> kept = new ArrayList<>();

    @Override
    public Object handleRequest(Map<String, Object> event, Context context) {
        int call = CALLS.incrementAndGet();
        switch (String.valueOf(event.get("do"))) {
            case "count":
                return call;
            case "pid":
                return ProcessHandle.current().pid();
            case "start":
                return start((List<?>) event.get("command"));
            case "sleep":
                return sleep((Integer) event.get("millis"));
            case "meet":
                return meet(Path.of((String) event.get("folder")));
            case "exit":
                Runtime.getRuntime().halt((Integer) event.get("code"));
                return null;
            case "throw":
                throw new IllegalStateException("told to \"throw\"");
            case "throw much":
                throw new IllegalStateException("x".repeat((Integer) event.get("length")));
            case "fill memory":
                while (true) {
                    kept.add(new byte[16 << 20]);
                }
            case "print":
                System.out.println("printed line 1\nprinted line 2");
                System.err.println("from the error stream");
                context.getLogger().log("logged\nin two lines");
                context.getLogger().log("with a level", LogLevel.WARN);
                System.out.print("unfinished");
                return null;
            case "print much":
                for (int i = 0; i < (Integer) event.get("lines"); i++) {
                    System.out.println("line " + i);
                }
                return null;
            case "large answer":
                return "x".repeat((Integer) event.get("length"));
            case "fail until":
                System.out.println("attempt " + call + " of " + context.getAwsRequestId());
                if (call < (Integer) event.get("call")) {
                    throw new IllegalStateException("not yet");
                }
                return null;
            case "context":
                return context(context);
            default:
                throw new IllegalArgumentException("no such deed");
        }
    }

    /** Starts a program and does not wait for it. */
    private static long start(List<?> command) {
        ProcessBuilder builder =
                new ProcessBuilder(command.stream().map(String.class::cast).toList());
        try {
            return builder.inheritIO().start().pid();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Says in a folder that it is there, and stays until the folder has a file {@code go}. */
    private static String meet(Path folder) {
        try {
            Files.createTempFile(folder, "present", "");
            while (!Files.exists(folder.resolve("go"))) {
                sleep(10);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "met";
    }

    private static int sleep(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return millis;
    }

    private static Map<String, Object> context(Context context) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("requestId", context.getAwsRequestId());
        answer.put("arn", context.getInvokedFunctionArn());
        answer.put("name", context.getFunctionName());
        answer.put("version", context.getFunctionVersion());
        answer.put("memory", context.getMemoryLimitInMB());
        answer.put("logGroup", context.getLogGroupName());
        answer.put("logStream", context.getLogStreamName());
        answer.put("remaining", context.getRemainingTimeInMillis());
        answer.put(
                "custom",
                context.getClientContext() == null
                        ? null
                        : context.getClientContext().getCustom());
        return answer;
    }
}
