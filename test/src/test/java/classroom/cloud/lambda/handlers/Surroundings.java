package classroom.cloud.lambda.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.Charset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.TreeMap;

/** Answers with everything that a function can see around it. */
public final class Surroundings implements RequestHandler<Map<String, Object>, Map<String, Object>> {
    @Override
    public Map<String, Object> handleRequest(Map<String, Object> event, Context context) {
        Map<String, Object> seen = new LinkedHashMap<>();
        seen.put("environment", new TreeMap<>(System.getenv()));
        seen.put("properties", new TreeMap<>(System.getProperties()));
        seen.put("arguments", ManagementFactory.getRuntimeMXBean().getInputArguments());
        seen.put("user.home", System.getProperty("user.home"));
        seen.put("files of home", list(System.getProperty("user.home")));
        seen.put("files of HOME", list(System.getenv("HOME")));
        seen.put("java.io.tmpdir", System.getProperty("java.io.tmpdir"));
        seen.put("user.dir", System.getProperty("user.dir"));
        seen.put("class path", System.getProperty("java.class.path").split(File.pathSeparator));
        seen.put("charset", Charset.defaultCharset().name());
        seen.put("zone", TimeZone.getDefault().getID());
        seen.put("heap", Runtime.getRuntime().maxMemory());
        seen.put("sees the class", canLoad("classroom.cloud.lambda.environment.Functions"));
        seen.put("sees Jackson", canLoad("com.fasterxml.jackson.databind.ObjectMapper"));
        seen.put("standard input", available());
        return seen;
    }

    private static List<String> list(String folder) {
        String[] files = new File(folder).list();
        return files == null ? List.of("NO FOLDER") : List.of(files);
    }

    private static boolean canLoad(String name) {
        try {
            Class.forName(name);
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private static int available() {
        try {
            return System.in.read();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
