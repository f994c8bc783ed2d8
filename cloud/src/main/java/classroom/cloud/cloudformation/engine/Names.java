package classroom.cloud.cloudformation.engine;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.UUID;

/** The names that CloudFormation gives to resources without one: {@code STACK-LogicalId-SUFFIX}. */
final class Names {
    /** The shortest limit of the types carried out: functions and roles. */
    private static final int LONGEST = 64;

    private static final int SUFFIX = 12;

    private Names() {}

    /** A new name; the suffix differs each time, so that a replacement does not have the name of the old resource. */
    static String generate(String stack, String logicalId) {
        return named(stack, logicalId, UUID.randomUUID().toString());
    }

    /** The name that a resource has in every class on one data folder, to be found there. */
    static String lasting(String stack, String logicalId) {
        return named(stack, logicalId, stack + "/" + logicalId);
    }

    private static String named(String stack, String logicalId, String seed) {
        String suffix = stable(seed, SUFFIX).toUpperCase(Locale.ROOT);
        String prefix = stack + "-" + logicalId;
        int room = LONGEST - SUFFIX - 1;
        return (prefix.length() <= room ? prefix : prefix.substring(0, room)) + "-" + suffix;
    }

    /** Letters and digits that depend only on the text. */
    static String stable(String text, int length) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return new BigInteger(1, digest).toString(36).substring(0, length);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
