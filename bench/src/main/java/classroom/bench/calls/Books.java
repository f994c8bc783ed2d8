package classroom.bench.calls;

import classroom.cloud.Cloud;
import classroom.cloud.identity.Identities;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A table of books, ten of each author, behind an endpoint. The client is small: what it takes is added to both sides
 * of a ratio. It keeps its connections.
 */
final class Books {
    /** The books of each author. */
    static final int OF_AN_AUTHOR = 10;

    private static final int AUTHORS = 100;
    private static final String AUTHORIZATION = "AWS4-HMAC-SHA256 Credential=" + Identities.TEACHER + "/20260101/"
            + Cloud.REGION + "/dynamodb/aws4_request, SignedHeaders=host;x-amz-date, Signature=" + "0".repeat(64);
    private static final String TABLE = "\"TableName\":\"calls\"";
    private static final String NOTE = "A book that nobody has written. It has a note of about the length that notes on"
            + " books have, so that an item is as large as one of a lesson.";

    private final URL endpoint;

    /** Makes the table. */
    Books(URI endpoint) throws IOException {
        this.endpoint = endpoint.toURL();
        call(
                "CreateTable",
                "{" + TABLE + ",\"BillingMode\":\"PAY_PER_REQUEST\",\"AttributeDefinitions\":["
                        + "{\"AttributeName\":\"Author\",\"AttributeType\":\"S\"},"
                        + "{\"AttributeName\":\"Title\",\"AttributeType\":\"S\"}],\"KeySchema\":["
                        + "{\"AttributeName\":\"Author\",\"KeyType\":\"HASH\"},"
                        + "{\"AttributeName\":\"Title\",\"KeyType\":\"RANGE\"}]}");
        for (int book = 0; book < AUTHORS * OF_AN_AUTHOR; book++) {
            put(book);
        }
    }

    /** Puts the n-th book, or one that has been there. */
    void put(int book) throws IOException {
        String item = String.format(
                Locale.ROOT, "%s,\"Year\":{\"N\":\"%d\"},\"Note\":{\"S\":\"%s\"}", key(book), 1900 + book % 100, NOTE);
        call("PutItem", "{" + TABLE + ",\"Item\":{" + item + "}}");
    }

    /** Gets the n-th book. */
    void get(int book) throws IOException {
        require(1, call("GetItem", "{" + TABLE + ",\"Key\":{" + key(book) + "}}"));
    }

    /** Queries the books of the n-th one's author. */
    void query(int book) throws IOException {
        require(
                OF_AN_AUTHOR,
                call(
                        "Query",
                        "{" + TABLE + ",\"KeyConditionExpression\":\"Author = :a\","
                                + "\"ExpressionAttributeValues\":{\":a\":{\"S\":\"" + author(book) + "\"}}}"));
    }

    private static String author(int book) {
        return "Author " + book / OF_AN_AUTHOR % AUTHORS;
    }

    private static String key(int book) {
        return "\"Author\":{\"S\":\"" + author(book) + "\"},\"Title\":{\"S\":\"Volume " + book % OF_AN_AUTHOR + "\"}";
    }

    private static void require(int books, String answer) throws IOException {
        int found = answer.split("\"Note\"", -1).length - 1;
        if (found != books) {
            throw new IOException(books + " books expected: " + answer);
        }
    }

    private String call(String operation, String body) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) endpoint.openConnection(Proxy.NO_PROXY);
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        connection.setRequestProperty("X-Amz-Target", "DynamoDB_20120810." + operation);
        connection.setRequestProperty("Content-Type", "application/x-amz-json-1.0");
        connection.setRequestProperty("X-Amz-Date", "20260101T000000Z");
        connection.setRequestProperty("Authorization", AUTHORIZATION);
        try (OutputStream out = connection.getOutputStream()) {
            out.write(body.getBytes(StandardCharsets.UTF_8));
        }
        if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
            try (InputStream in = connection.getErrorStream()) {
                throw new IOException(operation + ": " + new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        try (InputStream in = connection.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
