package classroom.cloud.identity;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Names that nobody can guess. */
public final class Keys {
    private static final SecureRandom RANDOM = new SecureRandom();

    private Keys() {}

    /** 32 hexadecimal digits. */
    public static String unguessable() {
        byte[] bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
