package classroom.local.lambda;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * A function as the template states it.
 *
 * @param code the asset as CDK packaged it: a jar or zip file, or a folder
 * @param role the name (not the ARN) of its execution role
 * @param logGroup the log group it writes to
 * @param tags its tags
 * @param snapStart whether its versions start from a snapshot
 */
public record Function(
        String name,
        String description,
        String handler,
        String runtime,
        Path code,
        String codeSha256,
        Map<String, String> environment,
        int memoryMb,
        Duration timeout,
        String role,
        String logGroup,
        Map<String, String> tags,
        boolean snapStart) {}
