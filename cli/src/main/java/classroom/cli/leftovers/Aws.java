package classroom.cli.leftovers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.StringJoiner;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.http.urlconnection.ProxyConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/**
 * Asks services of AWS, with the AWS SDK's own credentials, signature and HTTP client; the same code asks the local
 * class. What the SDK's clients would bring on top are ten jars of generated code for a dozen questions.
 */
final class Aws implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ATTEMPTS = 5;

    private final Account account;
    private final SdkHttpClient http;

    Aws(Account account) {
        this.account = account;
        // What goes to 127.0.0.1 asks no proxy.
        boolean proxied = account.local().isEmpty();
        http = UrlConnectionHttpClient.builder()
                .connectionTimeout(Duration.ofSeconds(10))
                .socketTimeout(Duration.ofSeconds(60))
                .proxyConfiguration(ProxyConfiguration.builder()
                        .useEnvironmentVariablesValues(proxied)
                        .useSystemPropertyValues(proxied)
                        .build())
                .build();
    }

    /** A service refused or did not answer; the message says which and why. */
    static final class Failure extends RuntimeException {
        private final String code;

        Failure(String code, String message) {
            super(message, null, false, false);
            this.code = code;
        }

        String code() {
            return code;
        }
    }

    /**
     * An operation of a JSON protocol.
     *
     * @param target its {@code X-Amz-Target}
     * @param input pairs of member and value
     */
    JsonNode json(String service, String target, Map<String, ?> input) {
        SdkHttpRequest request = request(service, SdkHttpMethod.POST, "/")
                .putHeader("X-Amz-Target", target)
                .putHeader(
                        "Content-Type",
                        "application/x-amz-json-"
                                + (service.equals("logs") || service.equals("budgets") ? "1.1" : "1.0"))
                .build();
        return readJson(send(service, request, JSON.valueToTree(input).toString()));
    }

    /** Reads from a service with REST paths; the path is percent-encoded and may have a query. */
    JsonNode rest(String service, String path) {
        return readJson(send(service, request(service, SdkHttpMethod.GET, path).build(), ""));
    }

    /** An operation of a query protocol; the answer is the element of its result. */
    Element query(String service, String version, String action, Map<String, String> parameters) {
        StringJoiner form = new StringJoiner("&");
        form.add("Action=" + action).add("Version=" + version);
        parameters.forEach((name, value) -> form.add(name + "=" + encode(value)));
        SdkHttpRequest request = request(service, SdkHttpMethod.POST, "/")
                .putHeader("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
                .build();
        Element root = readXml(send(service, request, form.toString()));
        return (Element) root.getElementsByTagName(action + "Result").item(0);
    }

    /** A segment of a path or a value of a query. */
    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public void close() {
        http.close();
    }

    private SdkHttpRequest.Builder request(String service, SdkHttpMethod method, String path) {
        return SdkHttpRequest.builder()
                .uri(URI.create(account.endpoint(service) + path))
                .method(method);
    }

    private byte[] send(String service, SdkHttpRequest request, String body) {
        for (int attempt = 1; ; attempt++) {
            Answer answer = sendOnce(service, request, body.getBytes(StandardCharsets.UTF_8));
            if (answer.status < 300) {
                return answer.body;
            }
            Failure failure = failure(service, answer);
            boolean passing =
                    answer.status >= 500 || failure.code().matches("Throttl.*|TooManyRequests.*|RequestLimit.*");
            if (!passing || attempt == ATTEMPTS) {
                throw failure;
            }
            pause(attempt);
        }
    }

    private record Answer(int status, byte[] body, String errorType) {}

    private Answer sendOnce(String service, SdkHttpRequest request, byte[] body) {
        try {
            ContentStreamProvider payload = ContentStreamProvider.fromByteArray(body);
            SignedRequest signed = AwsV4HttpSigner.create()
                    .sign(sign -> sign.identity(credentials())
                            .request(request)
                            .payload(payload)
                            .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, service)
                            .putProperty(AwsV4HttpSigner.REGION_NAME, account.signingRegion(service)));
            HttpExecuteResponse response = http.prepareRequest(HttpExecuteRequest.builder()
                            .request(signed.request())
                            .contentStreamProvider(
                                    body.length == 0 ? null : signed.payload().orElse(payload))
                            .build())
                    .call();
            byte[] content;
            try (InputStream in = response.responseBody().orElse(AbortableInputStream.createEmpty())) {
                content = in.readAllBytes();
            }
            return new Answer(
                    response.httpResponse().statusCode(),
                    content,
                    response.httpResponse()
                            .firstMatchingHeader("x-amzn-ErrorType")
                            .orElse(""));
        } catch (IOException e) {
            throw new Failure(
                    "Unreachable",
                    service + " does not answer at " + account.endpoint(service) + ": " + e.getMessage());
        }
    }

    /** The SDK says what there is none of, in exceptions of any kind: a profile may want a library that is not here. */
    private AwsCredentials credentials() {
        try {
            return account.credentials().resolveCredentials();
        } catch (RuntimeException e) {
            throw new Failure("Credentials", account.withoutCredentials(String.valueOf(e.getMessage())));
        }
    }

    private static Failure failure(String service, Answer answer) {
        String text = new String(answer.body, StandardCharsets.UTF_8);
        String code = answer.errorType.replaceFirst(":.*", "");
        String message = text;
        if (text.startsWith("<")) {
            Element error = readXml(answer.body);
            code = text(error, "Code");
            message = text(error, "Message");
        } else if (text.startsWith("{")) {
            JsonNode error = readJson(answer.body);
            code = code.isEmpty() ? error.path("__type").asText().replaceFirst(".*#", "") : code;
            message = error.path("message").asText(error.path("Message").asText());
        }
        return new Failure(code, service + ": " + code + " " + message);
    }

    /** The text of the first element of that name beneath this one, however deep; empty if there is none. */
    static String text(Element element, String name) {
        var found = element.getElementsByTagName(name);
        return found.getLength() == 0 ? "" : found.item(0).getTextContent();
    }

    private static JsonNode readJson(byte[] body) {
        try {
            return body.length == 0 ? JsonNodeFactory.instance.objectNode() : JSON.readTree(body);
        } catch (IOException e) {
            throw new Failure("Unreadable", "an answer is no JSON: " + new String(body, StandardCharsets.UTF_8));
        }
    }

    private static Element readXml(byte[] body) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            return factory.newDocumentBuilder()
                    .parse(new ByteArrayInputStream(body))
                    .getDocumentElement();
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new Failure("Unreadable", "an answer is no XML: " + new String(body, StandardCharsets.UTF_8));
        }
    }

    private static void pause(int attempt) {
        try {
            Thread.sleep(200L << attempt);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("Interrupted", "interrupted");
        }
    }
}
