package classroom.bench.programs;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The floor with DynamoDB: put and get by two signed HTTP calls, without any SDK and without JSON: it knows its event's
 * form, retries nothing and checks nothing. No function should be written so; nothing that calls DynamoDB starts
 * faster.
 *
 * <p>Signature Version 4 as in the IAM User Guide, "Create a signed AWS API request".
 */
public final class NoSdk implements RequestStreamHandler {
    private static final String HEX = "0123456789abcdef";
    private static final String SIGNED = "content-type;host;x-amz-date;x-amz-security-token;x-amz-target";

    private final URI endpoint = URI.create(System.getenv("AWS_ENDPOINT_URL"));
    private final String region = System.getenv("AWS_REGION");
    private final String accessKey = System.getenv("AWS_ACCESS_KEY_ID");
    private final String secret = System.getenv("AWS_SECRET_ACCESS_KEY");
    private final String token = System.getenv("AWS_SESSION_TOKEN");
    private final String table = System.getenv("ACCOUNT_TABLE");

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        String event = new String(input.readAllBytes(), StandardCharsets.UTF_8);
        String key = "\"id\":{\"N\":\"" + field(event, "\"id\":", ",") + "\"},\"email\":{\"S\":\""
                + field(event, "\"email\":\"", "\"") + "\"}";
        String nome = field(event, "\"nome\":\"", "\"");
        call(
                "PutItem",
                "{\"TableName\":\"" + table + "\",\"ConditionExpression\":\"attribute_not_exists(id)\",\"Item\":{" + key
                        + ",\"nome\":{\"S\":\"" + nome + "\"}}}");
        output.write(call("GetItem", "{\"TableName\":\"" + table + "\",\"Key\":{" + key + "}}"));
    }

    private static String field(String event, String before, String after) {
        int from = event.indexOf(before) + before.length();
        return event.substring(from, event.indexOf(after, from));
    }

    private byte[] call(String operation, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        String target = "DynamoDB_20120810." + operation;
        String now = Instant.now().toString();
        String day = now.substring(0, 4) + now.substring(5, 7) + now.substring(8, 10);
        String date = day + 'T' + now.substring(11, 13) + now.substring(14, 16) + now.substring(17, 19) + 'Z';
        HttpURLConnection connection = (HttpURLConnection) endpoint.toURL().openConnection();
        connection.setDoOutput(true);
        connection.setRequestMethod("POST");
        connection.setFixedLengthStreamingMode(body.length);
        connection.setRequestProperty("Content-Type", "application/x-amz-json-1.0");
        connection.setRequestProperty("X-Amz-Date", date);
        connection.setRequestProperty("X-Amz-Security-Token", token);
        connection.setRequestProperty("X-Amz-Target", target);
        try {
            connection.setRequestProperty("Authorization", authorization(target, day, date, body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
        try (OutputStream out = connection.getOutputStream()) {
            out.write(body);
        }
        try (InputStream in = connection.getInputStream()) {
            return in.readAllBytes();
        }
    }

    private String authorization(String target, String day, String date, byte[] body) throws GeneralSecurityException {
        String scope = day + '/' + region + "/dynamodb/aws4_request";
        String canonical = "POST\n/\n\ncontent-type:application/x-amz-json-1.0\nhost:" + endpoint.getAuthority()
                + "\nx-amz-date:" + date + "\nx-amz-security-token:" + token + "\nx-amz-target:" + target + "\n\n"
                + SIGNED + '\n' + sha256(body);
        String toSign = "AWS4-HMAC-SHA256\n" + date + '\n' + scope + '\n' + sha256(bytes(canonical));
        byte[] key = hmac(bytes("AWS4" + secret), day);
        key = hmac(hmac(hmac(key, region), "dynamodb"), "aws4_request");
        return "AWS4-HMAC-SHA256 Credential=" + accessKey + '/' + scope + ", SignedHeaders=" + SIGNED + ", Signature="
                + hex(hmac(key, toSign));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(bytes(text));
    }

    private static String sha256(byte[] bytes) throws GeneralSecurityException {
        return hex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static String hex(byte[] bytes) {
        StringBuilder hex = new StringBuilder(bytes.length * 2);
        for (byte b : bytes) {
            hex.append(HEX.charAt(b >> 4 & 15)).append(HEX.charAt(b & 15));
        }
        return hex.toString();
    }
}
