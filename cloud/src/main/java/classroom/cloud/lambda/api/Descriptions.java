package classroom.cloud.lambda.api;

import classroom.cloud.lambda.environment.Deployment;
import classroom.cloud.lambda.environment.Function;
import classroom.cloud.lambda.environment.Functions;
import classroom.template.AwsEnvironment;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** What the Lambda API tells about functions (GetFunction, GetFunctionConfiguration, ListFunctions). */
final class Descriptions {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PAGE = 50;

    private final Functions functions;
    private final CodeDigests digests = new CodeDigests();

    Descriptions(Functions functions) {
        this.functions = functions;
    }

    /** @param arn by which it was asked for */
    ObjectNode function(Deployment deployment, String arn) {
        ObjectNode answer = JSON.createObjectNode();
        answer.set("Configuration", configuration(deployment, arn));
        ObjectNode code = answer.putObject("Code");
        code.put("RepositoryType", "S3");
        code.put("Location", deployment.function().code().toUri().toString());
        Map<String, String> tags = deployment.function().tags();
        if (!tags.isEmpty()) {
            answer.set("Tags", JSON.valueToTree(new TreeMap<>(tags)));
        }
        return answer;
    }

    /** @param arn by which it was asked for */
    ObjectNode configuration(Deployment deployment, String arn) {
        ObjectNode configuration = listed(deployment).put("FunctionArn", arn);
        configuration.put("State", "Active");
        configuration.put("LastUpdateStatus", "Successful");
        configuration.set("RuntimeVersionConfig", runtimeVersion(deployment.function()));
        return configuration;
    }

    ObjectNode list(Request request) {
        return new Marker<Deployment>("Functions", PAGE, one -> one.function().name())
                .page(functions.deployments(), request, this::listed);
    }

    /** A function or version as lists have it. */
    ObjectNode listed(Deployment deployment) {
        Function function = deployment.function();
        ObjectNode configuration = JSON.createObjectNode();
        configuration.put("FunctionName", function.name());
        configuration.put("FunctionArn", deployment.arn());
        configuration.put("Runtime", function.runtime());
        configuration.put("Role", function.role());
        configuration.put("Handler", function.handler());
        configuration.put("CodeSize", size(deployment));
        configuration.put("Description", function.description() == null ? "" : function.description());
        configuration.put("Timeout", function.timeout().toSeconds());
        configuration.put("MemorySize", function.memoryMb());
        configuration.put("LastModified", deployment.lastModified());
        configuration.put("CodeSha256", digests.of(function.code()));
        configuration.put("Version", deployment.version());
        if (!function.environment().isEmpty()) {
            configuration
                    .putObject("Environment")
                    .set("Variables", JSON.valueToTree(new TreeMap<>(function.environment())));
        }
        if (function.deadLetters() != null) {
            configuration.putObject("DeadLetterConfig").put("TargetArn", function.deadLetters());
        }
        configuration.putObject("TracingConfig").put("Mode", function.shown().tracing());
        configuration.put("RevisionId", deployment.revision());
        configuration.put("PackageType", "Zip");
        configuration.putArray("Architectures").add(function.shown().architecture());
        configuration.putObject("EphemeralStorage").put("Size", function.shown().ephemeralStorageMb());
        configuration
                .putObject("SnapStart")
                .put("ApplyOn", function.snapStart() ? "PublishedVersions" : "None")
                .put("OptimizationStatus", deployment.isSnapStarted() ? "On" : "Off");
        configuration.putObject("LoggingConfig").put("LogFormat", "Text").put("LogGroup", function.logGroup());
        return configuration;
    }

    /** AWS names a version of the runtime by 64 hexadecimal digits; these begin with the runtime's name. */
    private ObjectNode runtimeVersion(Function function) {
        String name = HexFormat.of().formatHex(function.runtime().getBytes(StandardCharsets.UTF_8));
        return JSON.createObjectNode()
                .put(
                        "RuntimeVersionArn",
                        new AwsEnvironment("", functions.region())
                                .arn("lambda", "runtime:" + name + "0".repeat(64 - name.length())));
    }

    /** The bytes of its code. */
    static long size(Deployment deployment) {
        try {
            return Files.size(deployment.function().code());
        } catch (IOException e) {
            // The asset has been removed since; what runs has it open.
            return 0;
        }
    }
}
