package classroom.cloud.ssm;

import java.time.Instant;
import java.util.Map;

/**
 * A parameter of the store.
 *
 * @param type {@code String} or {@code StringList}
 * @param version 1 at first, one more with each change
 */
record Parameter(
        String name,
        String type,
        String value,
        String description,
        long version,
        Instant modified,
        Map<String, String> tags) {}
