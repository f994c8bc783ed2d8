package classroom.cloud.gateway;

import classroom.cloud.identity.Identity;
import java.util.Map;
import java.util.Optional;

/**
 * One request of an AWS client, as the gateway hands it to a {@link Service}.
 *
 * @param method HTTP method
 * @param path the raw path, still percent-encoded
 * @param query the raw query string, {@code ""} if there is none
 * @param headers header values by lower-case name
 * @param body the whole request body
 * @param caller who signed the request
 * @param requestId the request id that the answer carries
 */
public record Call(
        String method,
        String path,
        String query,
        Map<String, String> headers,
        byte[] body,
        Identity caller,
        String requestId) {

    /** The value of one header, by its lower-case name. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** This request with its body. */
    Call with(byte[] wholeBody) {
        return new Call(method, path, query, headers, wholeBody, caller, requestId);
    }

    /** This request, signed by somebody. */
    Call by(Identity signer) {
        return new Call(method, path, query, headers, body, signer, requestId);
    }
}
