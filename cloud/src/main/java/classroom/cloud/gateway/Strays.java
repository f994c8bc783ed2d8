package classroom.cloud.gateway;

import classroom.template.language.Texts;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Tells the teacher, once for each Region and each service, that a client asks for another Region than the class's or
 * for a service that the class has not. The first one is answered all the same, because many public examples name
 * us-east-1. Of the second one some clients say nothing: {@code cdk watch} hides its errors.
 */
final class Strays {
    /** They have one Region for the whole world, whatever the client's (IAM User Guide, "Making HTTP requests"). */
    private static final Set<String> GLOBAL = Set.of("iam", "sts");

    private static final Pattern REGION = Pattern.compile("[a-z]{2,4}(-[a-z]{1,12}){1,3}-[0-9]{1,2}");
    private static final Pattern SERVICE = Pattern.compile("[a-z0-9-]{1,40}");

    private final String own;
    private final Consumer<String> console;
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    Strays(String own, Consumer<String> console) {
        this.own = own;
        this.console = console;
    }

    /** Takes notice of a request that is answered. */
    void answered(Signature signature) {
        String region = signature.region();
        if (!region.equals(own)
                && REGION.matcher(region).matches()
                && !GLOBAL.contains(signature.signingName())
                && told.add(region)) {
            console.accept(Texts.of(
                    "A client asks %s in %s. The class is in %s and answers; on AWS the client would not find it: set"
                            + " AWS_REGION=%s.",
                    signature.signingName(), region, own, own));
        }
    }

    /** Takes notice of a request for a service that the class has not. */
    void refused(Signature signature) {
        String service = signature.signingName();
        if (SERVICE.matcher(service).matches() && told.add(service)) {
            console.accept(Texts.of("A client asks %s, which the class has not: its requests are refused.", service));
        }
    }
}
