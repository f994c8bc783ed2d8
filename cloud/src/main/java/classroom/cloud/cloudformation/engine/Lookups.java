package classroom.cloud.cloudformation.engine;

import java.nio.file.Path;
import java.util.Optional;

/** The values that a template takes from other services when it is carried out. */
public interface Lookups {
    /** The packaged code, a file or folder, of that bucket and key. */
    Optional<Path> asset(String bucket, String key);

    /** The value of a parameter of AWS Systems Manager. */
    Optional<String> parameter(String name);
}
