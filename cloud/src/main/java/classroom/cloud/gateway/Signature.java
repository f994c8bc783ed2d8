package classroom.cloud.gateway;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the gateway reads of a Signature Version 4 {@code Authorization} header: who signed, and for which
 * Region and service. The
 * signature itself is not verified: the class's keys are dummies that every pupil has.
 */
record Signature(String accessKeyId, String region, String signingName) {
    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final Pattern SCOPE = Pattern.compile("([^/]+)/[0-9]{8}/([^/]+)/([^/]+)/aws4_request");
    private static final Pattern SERVICE = Pattern.compile("Credential=[^/,]*/[^/,]*/[^/,]*/([^/,]+)/");

    /**
     * Reads the header, {@code ""} if there is none. Commas separate the parameters, with or without spaces.
     */
    static Signature parse(String authorization) {
        String header = authorization.trim();
        if (header.isEmpty()) {
            throw new AwsError(403, MISSING, "Request is missing Authentication Token");
        }
        if (!header.startsWith(ALGORITHM)) {
            throw new AwsError(
                    400,
                    INCOMPLETE,
                    "Unsupported Authorization header: the local class reads " + ALGORITHM + " and nothing else.");
        }
        String credential = null;
        boolean signed = false;
        boolean signature = false;
        for (String parameter : header.substring(ALGORITHM.length()).split(",")) {
            String trimmed = parameter.trim();
            if (trimmed.startsWith("Credential=")) {
                credential = trimmed.substring("Credential=".length());
            } else if (trimmed.startsWith("SignedHeaders=")) {
                signed = true;
            } else if (trimmed.startsWith("Signature=")) {
                signature = true;
            }
        }
        StringBuilder missing = new StringBuilder();
        require(credential != null, "Credential", missing);
        require(signature, "Signature", missing);
        require(signed, "SignedHeaders", missing);
        if (missing.length() > 0) {
            throw new AwsError(400, INCOMPLETE, missing + HASHED + " Authorization=" + Sha256.base64(header));
        }
        Matcher scope = SCOPE.matcher(credential);
        if (!scope.matches()) {
            throw new AwsError(
                    400,
                    INCOMPLETE,
                    "Credential must have exactly 5 slash-delimited elements, e.g."
                            + " keyid/date/region/service/term, got " + HASHED + " '" + Sha256.base64(credential)
                            + "'");
        }
        return new Signature(scope.group(1), scope.group(2), scope.group(3));
    }

    /** Which service a header is for, even if it is refused for something else. */
    static Optional<String> signingName(String authorization) {
        return Optional.of(SERVICE.matcher(authorization)).filter(Matcher::find).map(found -> found.group(1));
    }

    static final String MISSING = "MissingAuthenticationTokenException";
    static final String INCOMPLETE = "IncompleteSignatureException";
    static final String UNKNOWN_KEY = "UnrecognizedClientException";

    /** How AWS names what it was given without repeating it: an error may be logged, and a secret stand in it. */
    private static final String HASHED = "(Hashed with SHA-256 and encoded with Base64)";

    private static void require(boolean present, String parameter, StringBuilder missing) {
        if (!present) {
            missing.append("Authorization header requires '").append(parameter).append("' parameter. ");
        }
    }
}
