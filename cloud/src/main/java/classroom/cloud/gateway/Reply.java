package classroom.cloud.gateway;

import java.util.Map;

/**
 * What a {@link Service} answers.
 *
 * @param status HTTP status
 * @param headers header values by name, {@code Content-Type} among them
 * @param body the whole response body
 */
public record Reply(int status, Map<String, String> headers, byte[] body) {}
