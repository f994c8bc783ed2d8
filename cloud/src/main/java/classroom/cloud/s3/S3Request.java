package classroom.cloud.s3;

import classroom.cloud.gateway.AwsError;
import classroom.cloud.gateway.Call;
import classroom.cloud.gateway.Protocol;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** A request with its path taken apart: no bucket and key are empty. */
record S3Request(Call call, String bucket, String key, Map<String, String> query) {

    /** Whether it has this method and no parameters but, perhaps, these. */
    boolean is(String method, String... parameters) {
        return call.method().equals(method) && Arrays.asList(parameters).containsAll(query.keySet());
    }

    /** Whether it has this method and sub-resource, and no other parameters but, perhaps, these. */
    boolean has(String method, String parameter, String... others) {
        return query.containsKey(parameter)
                && call.method().equals(method)
                && query.keySet().stream()
                        .allMatch(name ->
                                name.equals(parameter) || Arrays.asList(others).contains(name));
    }

    static S3Request of(Call call) {
        String path = call.path().startsWith("/") ? call.path().substring(1) : call.path();
        int slash = path.indexOf('/');
        Map<String, String> query = new LinkedHashMap<>(Protocol.query(call));
        query.remove("x-id"); // The operation's name, for those who read logs.
        return new S3Request(
                call,
                decode(slash < 0 ? path : path.substring(0, slash)),
                slash < 0 ? "" : decode(path.substring(slash + 1)),
                query);
    }

    /** Percent-decoded; a plus sign in a path is one. */
    private static String decode(String segment) {
        try {
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new AwsError(400, "InvalidURI", "Couldn't parse the specified URI.");
        }
    }
}
