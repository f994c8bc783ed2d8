import java.net.URI;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;

class InvokeHello {
    public static void main(String[] args) {
        try (LambdaClient lambda = LambdaClient.builder()
                .endpointOverride(URI.create(System.getenv("AWS_ENDPOINT_URL")))
                .build()) {
            String event = """
                    {"nome": "Ana", "sobrenome": "Souza"}""";
            InvokeResponse response = lambda.invoke(
                    request -> request.functionName("hello").payload(SdkBytes.fromUtf8String(event)));
            System.out.println(response.payload().asUtf8String());
        }
    }
}
