package classroom.cloud.gateway;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Tells the teacher, once for each Region, that a client asks for another than the class's: it is answered all the
 * same, because many public examples name us-east-1.
 */
final class OtherRegions {
    /** They have one Region for the whole world, whatever the client's (IAM User Guide, "Making HTTP requests"). */
    private static final Set<String> GLOBAL = Set.of("iam", "sts");

    private static final Pattern NAME = Pattern.compile("[a-z]{2,4}(-[a-z]{1,12}){1,3}-[0-9]{1,2}");

    private final String own;
    private final Consumer<String> console;
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    OtherRegions(String own, Consumer<String> console) {
        this.own = own;
        this.console = console;
    }

    void notice(Signature signature) {
        String region = signature.region();
        if (!region.equals(own)
                && NAME.matcher(region).matches()
                && !GLOBAL.contains(signature.signingName())
                && told.add(region)) {
            console.accept("A client asks " + signature.signingName() + " in " + region + ". The class is in " + own
                    + " and answers; on AWS the client would not find it: set AWS_REGION=" + own + ".");
        }
    }
}
