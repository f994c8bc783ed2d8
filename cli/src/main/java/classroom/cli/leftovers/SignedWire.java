package classroom.cli.leftovers;

import classroom.cli.client.Answer;
import classroom.cli.client.Request;
import classroom.cli.client.Wire;
import classroom.cli.terminal.CommandException;
import classroom.template.language.Texts;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Duration;
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
import software.amazon.awssdk.http.urlconnection.ProxyConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/**
 * Sends requests to an account, with the AWS SDK's own credentials, signature and HTTP client; in the same way to the
 * local class. Its service clients are not here: see docs/decisions/0037-clients.md.
 */
final class SignedWire implements Wire, AutoCloseable {
    private static final int ATTEMPTS = 5;

    private final Account account;
    private final SdkHttpClient http;

    SignedWire(Account account) {
        this.account = account;
        // What goes to 127.0.0.1 asks no proxy.
        boolean proxied = !account.isLocal();
        http = UrlConnectionHttpClient.builder()
                .connectionTimeout(Duration.ofSeconds(10))
                .socketTimeout(Duration.ofSeconds(60))
                .proxyConfiguration(ProxyConfiguration.builder()
                        .useEnvironmentVariablesValues(proxied)
                        .useSystemPropertyValues(proxied)
                        .build())
                .build();
    }

    /**
     * Sends a request, and again what may pass: a fault of the service, or too many requests. Fails with a line that
     * says which service does not answer, or why there are no credentials.
     */
    @Override
    public Answer send(Request request) {
        for (int attempt = 1; ; attempt++) {
            Answer answer = sendOnce(request);
            if (attempt == ATTEMPTS || !mayPass(answer)) {
                return answer;
            }
            try {
                Thread.sleep(200L << attempt);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CommandException(Texts.of("interrupted"));
            }
        }
    }

    private static boolean mayPass(Answer answer) {
        return answer.status() >= 500
                || answer.status() >= 300
                        && answer.refusal().code().matches("Throttl.*|TooManyRequests.*|RequestLimit.*");
    }

    private Answer sendOnce(Request request) {
        String service = request.service();
        URI endpoint = account.endpoint(service);
        try {
            HttpExecuteResponse response =
                    http.prepareRequest(sign(request, endpoint)).call();
            try (InputStream in = response.responseBody().orElse(AbortableInputStream.createEmpty())) {
                return new Answer(
                        response.httpResponse().statusCode(),
                        HttpHeaders.of(response.httpResponse().headers(), (name, value) -> true),
                        in.readAllBytes());
            }
        } catch (IOException e) {
            throw new CommandException(Texts.of("%s does not answer at %s: %s", service, endpoint, e.getMessage()));
        }
    }

    @Override
    public void close() {
        http.close();
    }

    private HttpExecuteRequest sign(Request request, URI endpoint) {
        SdkHttpRequest.Builder unsigned = SdkHttpRequest.builder()
                .uri(URI.create(endpoint + request.path()))
                .method(SdkHttpMethod.fromValue(request.method()));
        request.headers().forEach(unsigned::putHeader);
        ContentStreamProvider payload = ContentStreamProvider.fromByteArray(request.body());
        SdkHttpRequest signed = AwsV4HttpSigner.create()
                .sign(sign -> sign.identity(credentials())
                        .request(unsigned.build())
                        .payload(payload)
                        .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, request.service())
                        .putProperty(AwsV4HttpSigner.REGION_NAME, account.signingRegion(request.service())))
                .request();
        return HttpExecuteRequest.builder()
                .request(signed)
                .contentStreamProvider(request.body().length == 0 ? null : payload)
                .build();
    }

    /** The SDK reports missing credentials by exceptions of any kind: a profile may want a library that is not here. */
    private AwsCredentials credentials() {
        try {
            return account.credentials().resolveCredentials();
        } catch (RuntimeException e) {
            throw new CommandException(account.withoutCredentials(String.valueOf(e.getMessage())));
        }
    }
}
