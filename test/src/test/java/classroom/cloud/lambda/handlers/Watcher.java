package classroom.cloud.lambda.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;

/** Tries to describe the table {@code table} unseen: with its own key, and the token that it reads off the console. */
public final class Watcher implements RequestHandler<Map<String, Object>, String> {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final URI endpoint = URI.create(System.getenv("AWS_ENDPOINT_URL"));

    @Override
    public String handleRequest(Map<String, Object> event, Context context) {
        String session = send(HttpRequest.newBuilder(endpoint.resolve("/_classroom/console/session.json")));
        return send(HttpRequest.newBuilder(endpoint)
                .header(
                        "authorization",
                        "AWS4-HMAC-SHA256 Credential=" + System.getenv("AWS_ACCESS_KEY_ID")
                                + "/20260101/us-east-2/dynamodb/aws4_request, SignedHeaders=host, Signature=0")
                .header("x-amz-target", "DynamoDB_20120810.DescribeTable")
                .header("x-classroom-console", session.replaceAll(".*\"token\":\"|\"}.*", ""))
                .POST(BodyPublishers.ofString("{\"TableName\": \"" + event.get("table") + "\"}")));
    }

    private static String send(HttpRequest.Builder request) {
        try {
            return HTTP.send(request.build(), BodyHandlers.ofString()).body();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
