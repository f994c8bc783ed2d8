package classroom.cloud.gateway;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Who is not let in at all: a web page in a pupil's browser. The keys of the class are no secret, so that where a
 * request comes from is all that tells a pupil's program from a web site.
 *
 * <p>A page elsewhere gives itself away by {@code Origin} and {@code Sec-Fetch-Site}, which no page can forge (WHATWG
 * Fetch; W3C Fetch Metadata Request Headers). One whose name was made to resolve to this machine (DNS rebinding) looks
 * to the browser as if it were the class's own, but still sends its own name as {@code Host}.
 */
final class Door {
    /** {@code none}: a person has typed the address. */
    private static final Set<String> OWN_SITE = Set.of("none", "same-origin");

    private final Set<String> hosts;
    private final Set<String> origins;
    private final String address;

    /** The door of the class on this port. */
    Door(int port) {
        hosts = Set.of("127.0.0.1:" + port, "localhost:" + port, "[::1]:" + port);
        origins = hosts.stream().map(host -> "http://" + host).collect(Collectors.toUnmodifiableSet());
        address = "http://127.0.0.1:" + port;
    }

    /**
     * Lets a request pass.
     *
     * @throws AwsError {@code ForbiddenException}, with what tells that the request is not the pupil's
     */
    void check(Call call) {
        String host = call.header("host").orElse("");
        if (!hosts.contains(host.toLowerCase(Locale.ROOT))) {
            throw forbidden("Host '" + host + "' is not one of " + new TreeSet<>(hosts)
                    + ": the local class is called at " + address + ", with a bucket's name in the path");
        }
        call.header("origin").filter(origin -> !origins.contains(origin)).ifPresent(origin -> {
            throw webPage("Origin '" + origin + "'");
        });
        call.header("sec-fetch-site").filter(site -> !OWN_SITE.contains(site)).ifPresent(site -> {
            throw webPage("Sec-Fetch-Site '" + site + "'");
        });
        // Only a browser asks whether a page may, and a page of the class's own would not have to.
        if (call.method().equals("OPTIONS")) {
            throw webPage("OPTIONS");
        }
    }

    private AwsError webPage(String sign) {
        return forbidden(sign + ": web pages may not call the local class. Call it from a program, such as the AWS CLI,"
                + " at " + address);
    }

    private static AwsError forbidden(String message) {
        return new AwsError(403, "ForbiddenException", message);
    }
}
