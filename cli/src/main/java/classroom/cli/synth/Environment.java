package classroom.cli.synth;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The environment variables for processes that the class starts, without any variable that leads to a real AWS account.
 */
public final class Environment {
    private Environment() {}

    /** Whether a variable may carry a credential, a profile, a region or an endpoint of AWS. */
    static boolean isAws(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        // The CDK CLI still reads the older of the two.
        return upper.startsWith("AWS_") || upper.startsWith("AMAZON_");
    }

    /** Takes every such variable out of the environment of a process to be started. */
    public static void strip(Map<String, String> environment) {
        environment.keySet().removeIf(Environment::isAws);
    }

    /** Variables that a shell for the local class must not have, in addition to those that the class sets. */
    public static Set<String> unwanted(Map<String, String> present, Set<String> set) {
        Set<String> names = new TreeSet<>(LEADING_ELSEWHERE);
        present.keySet().stream()
                .filter(Environment::isAws)
                .filter(name -> !HARMLESS.contains(name))
                .forEach(names::add);
        names.removeAll(set);
        return names;
    }

    /**
     * The proxy exception that a client needs so that it does not ask a proxy for 127.0.0.1; empty if no proxy is set
     * or the exception is there already.
     */
    public static Map<String, String> withoutProxy(Map<String, String> present) {
        boolean proxied = List.of("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy").stream()
                .anyMatch(present::containsKey);
        Map<String, String> exceptions = new TreeMap<>();
        if (proxied) {
            for (String name : List.of("NO_PROXY", "no_proxy")) {
                List<String> hosts =
                        new ArrayList<>(List.of(present.getOrDefault(name, "").split(",")));
                hosts.removeIf(String::isBlank);
                if (!hosts.contains("127.0.0.1")) {
                    hosts.add("127.0.0.1");
                    exceptions.put(name, String.join(",", hosts));
                }
            }
        }
        return exceptions;
    }

    /** AWS SDKs and Tools Reference Guide, "Environment variables": what chooses other credentials or endpoints. */
    private static final Set<String> LEADING_ELSEWHERE = Set.of(
            "AWS_PROFILE",
            "AWS_DEFAULT_PROFILE",
            "AWS_SESSION_TOKEN",
            "AWS_SECURITY_TOKEN",
            "AWS_ROLE_ARN",
            "AWS_ROLE_SESSION_NAME",
            "AWS_WEB_IDENTITY_TOKEN_FILE",
            "AWS_CONTAINER_CREDENTIALS_FULL_URI",
            "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN",
            "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
            "AWS_USE_FIPS_ENDPOINT",
            "AWS_USE_DUALSTACK_ENDPOINT",
            "AWS_CA_BUNDLE",
            "AWS_ENDPOINT_URL_CLOUDFORMATION",
            "AWS_ENDPOINT_URL_CLOUDWATCH_LOGS",
            "AWS_ENDPOINT_URL_DYNAMODB",
            "AWS_ENDPOINT_URL_DYNAMODB_STREAMS",
            "AWS_ENDPOINT_URL_IAM",
            "AWS_ENDPOINT_URL_LAMBDA",
            "AWS_ENDPOINT_URL_S3",
            "AWS_ENDPOINT_URL_SQS",
            "AWS_ENDPOINT_URL_SSM",
            "AWS_ENDPOINT_URL_STS");

    /** What only says how output looks. */
    private static final Set<String> HARMLESS =
            Set.of("AWS_PAGER", "AWS_DEFAULT_OUTPUT", "AWS_CLI_AUTO_PROMPT", "AWS_MAX_ATTEMPTS", "AWS_RETRY_MODE");
}
