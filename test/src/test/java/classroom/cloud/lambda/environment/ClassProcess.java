package classroom.cloud.lambda.environment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * A local class in a separate process: creates one function from the handlers' jar, prints its answer to an event,
 * calls it with further events in the background, and runs until its standard input ends or it is killed.
 */
final class ClassProcess {
    private ClassProcess() {}

    public static void main(String[] args) throws IOException, ReflectiveOperationException {
        Path files = Path.of(args[0]);
        TestClass room = new TestClass(files, List.of(), Archives.in(files.resolveSibling("archives")));
        Runtime.getRuntime().addShutdownHook(new Thread(room::close));
        TestFunction function =
                TestFunction.of(Class.forName(args[2]), Path.of(args[1])).named("function");
        room.put(function.build());
        System.out.println(room.answer("function", args[3]));
        for (int i = 4; i < args.length; i++) {
            String event = args[i];
            Thread call = new Thread(() -> callUntilTheEnd(room, event));
            call.setDaemon(true);
            call.start();
        }
        while (System.in.read() >= 0) {}
        System.exit(0);
    }

    private static void callUntilTheEnd(TestClass room, String event) {
        try {
            room.invoke("function", event);
        } catch (SdkClientException e) {
            // The class has been stopped meanwhile, as the test wants it.
        }
    }
}
