package classroom.local.cloudformation;

import java.nio.file.Path;
import java.util.Optional;

/** Finds what the CDK packaged, by the place in S3 where the template expects it. */
public interface Assets {
    /** The file or folder of that bucket and key, if there is one. */
    Optional<Path> find(String bucket, String key);
}
