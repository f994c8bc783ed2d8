package classroom.cloud.lambda.environment;

import classroom.cloud.gateway.Call;
import classroom.cloud.gateway.Endpoint;
import classroom.cloud.gateway.Reply;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * The Lambda Runtime API (AWS Lambda developer guide, "Using the Lambda runtime API") of all environments on the one
 * port of the class: {@code /env/KEY/2018-06-01/runtime/…}. The key in the path is what authorizes; there is no
 * signature.
 */
final class RuntimeApi implements Endpoint {
    private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

    static final Reply GONE = refusal(410, "Gone", "this environment has ended");
    static final Reply ACCEPTED = reply(202, "{\"status\":\"OK\"}");

    /** Where an environment with SnapStart fetches its credentials, behind its key. */
    static final String CREDENTIALS = "/credentials";

    private static final String PREFIX = Functions.RUNTIME_PREFIX;
    private static final String VERSION = "/2018-06-01/runtime/";

    private final Places<Environment> places;

    RuntimeApi(Places<Environment> places) {
        this.places = places;
    }

    @Override
    public Reply answer(Call call) {
        String path = call.path();
        int end = path.indexOf('/', PREFIX.length());
        boolean credentials = end >= 0 && path.substring(end).equals(CREDENTIALS);
        if (!path.startsWith(PREFIX) || end < 0 || !credentials && !path.startsWith(VERSION, end)) {
            return refusal(404, "NotFound", "no such resource");
        }
        Optional<Environment> found = places.find(path.substring(PREFIX.length(), end));
        if (found.isEmpty()) {
            return GONE;
        }
        Environment environment = found.get();
        if (credentials) {
            return environment.credentials().answer(call.header("authorization").orElse(""));
        }
        String resource = path.substring(end + VERSION.length());
        if (call.method().equals("GET") && resource.equals("invocation/next")) {
            try {
                return environment.exchange().next();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return GONE;
            }
        }
        if (call.method().equals("GET") && resource.equals("restore/next")) {
            return environment.credentials().restore();
        }
        if (call.method().equals("POST") && (resource.equals("init/error") || resource.equals("restore/error"))) {
            return environment.exchange().initError(call.body());
        }
        String[] parts = resource.split("/", -1);
        if (call.method().equals("POST") && parts.length == 3 && parts[0].equals("invocation")) {
            if (parts[2].equals("response") || parts[2].equals("error")) {
                return environment.exchange().answer(parts[1], call.body(), parts[2].equals("error"));
            }
        }
        return refusal(404, "NotFound", "no such resource");
    }

    static Reply refusal(int status, String type, String message) {
        return new Reply(status, JSON, error(type, message));
    }

    /** An error as Lambda writes it. */
    static byte[] error(String type, String message) {
        return ("{\"errorType\":\"" + type + "\",\"errorMessage\":\"" + message + "\"}")
                .getBytes(StandardCharsets.UTF_8);
    }

    static Reply reply(int status, String json) {
        return new Reply(status, JSON, json.getBytes(StandardCharsets.UTF_8));
    }
}
