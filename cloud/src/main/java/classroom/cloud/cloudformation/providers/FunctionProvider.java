package classroom.cloud.cloudformation.providers;

import classroom.cloud.cloudformation.engine.Properties;
import classroom.cloud.cloudformation.engine.Provider;
import classroom.cloud.cloudformation.engine.Reading;
import classroom.cloud.cloudformation.engine.ResourceException;
import classroom.cloud.cloudformation.engine.Support;
import classroom.cloud.iam.Roles;
import classroom.cloud.lambda.asynchronous.Access;
import classroom.cloud.lambda.environment.Function;
import classroom.template.AwsEnvironment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code AWS::Lambda::Function}: Java functions whose code is an asset of the app.
 *
 * <p>Properties that would change the function's behaviour if they were ignored are refused: layers, a VPC, a file
 * system, images, reserved concurrency.
 */
public final class FunctionProvider implements Provider {
    private static final Support SUPPORT = new Support()
            .carriesReplacing("FunctionName")
            .carries(
                    "Code.S3Bucket",
                    "Code.S3Key",
                    "DeadLetterConfig.TargetArn",
                    "Description",
                    "Environment.Variables",
                    "Handler",
                    "LoggingConfig.LogGroup",
                    "MemorySize",
                    "Role",
                    "Runtime",
                    "Tags",
                    "Timeout")
            .refuses(
                    "Code.ImageUri",
                    "Code.ZipFile",
                    "Code.S3ObjectVersion",
                    "FileSystemConfigs",
                    "ImageConfig",
                    "Layers",
                    "PackageType",
                    "ReservedConcurrentExecutions",
                    "VpcConfig")
            .usually("PackageType", "Zip")
            .usually("LoggingConfig.LogFormat", "Text")
            .usually("SnapStart.ApplyOn", "None")
            .carriesBut(
                    "SnapStart.ApplyOn",
                    "SnapStart's snapshot: each process initialises and primes itself, so nothing starts faster")
            .usually("TracingConfig.Mode", "PassThrough");

    private final Roles roles;
    private final Access access;
    private final AwsEnvironment place;

    public FunctionProvider(Access access, Roles roles, AwsEnvironment place) {
        this.access = access;
        this.roles = roles;
        this.place = place;
    }

    @Override
    public String type() {
        return "AWS::Lambda::Function";
    }

    @Override
    public Support support() {
        return SUPPORT;
    }

    @Override
    public Optional<String> nameProperty() {
        return Optional.of("FunctionName");
    }

    @Override
    public Physical create(Desired desired) {
        String name = desired.nameFrom("FunctionName");
        if (access.functions().find(name).isPresent()) {
            throw new ResourceException("Function already exist: " + name);
        }
        return put(name, desired);
    }

    @Override
    public Physical update(Desired desired, Physical current, Properties before) {
        return put(current.id(), desired);
    }

    /** The code is not read, as CloudFormation does not: it cannot say from which object of which bucket it came. */
    @Override
    public Reading read(Physical current, Properties properties) {
        return access.functions().find(current.id()).map(FunctionProvider::read).orElse(Reading.GONE);
    }

    private static Reading read(Function function) {
        return Reading.found()
                .with("FunctionName", function.name())
                .with("Description", function.description())
                .with("Handler", function.handler())
                .with("Runtime", function.runtime())
                .with("Role", function.role())
                .with("MemorySize", function.memoryMb())
                .with("Timeout", function.timeout().toSeconds())
                .with("Environment", "Variables", function.environment().isEmpty() ? null : function.environment())
                .with("LoggingConfig", "LogGroup", function.logGroup())
                .with("DeadLetterConfig", "TargetArn", function.deadLetters())
                .with("Architectures", List.of(function.shown().architecture()))
                .with("EphemeralStorage", "Size", function.shown().ephemeralStorageMb())
                .with("TracingConfig", "Mode", function.shown().tracing())
                .with("SnapStart", "ApplyOn", function.snapStart() ? "PublishedVersions" : "None")
                .withTags(function.tags());
    }

    @Override
    public void delete(Physical current, Properties properties) {
        access.functions().delete(current.id());
    }

    private Physical put(String name, Desired desired) {
        Properties properties = desired.properties();
        String role = properties.required("Role");
        roles.checkLambda(role);
        Function function = new Function(
                name,
                properties.text("Description").orElse(""),
                properties.required("Handler"),
                properties.required("Runtime"),
                code(desired),
                properties.in("Environment").map("Variables"),
                properties.integer("MemorySize", 128),
                Duration.ofSeconds(properties.integer("Timeout", 3)),
                role,
                properties.in("LoggingConfig").text("LogGroup").orElse("/aws/lambda/" + name),
                desired.tags(),
                properties
                        .in("DeadLetterConfig")
                        .text("TargetArn")
                        .filter(arn -> !arn.isEmpty())
                        .orElse(null),
                shown(properties),
                properties.in("SnapStart").text("ApplyOn").orElse("None").equals("PublishedVersions"));
        access.checkDeadLetters(function);
        access.functions().put(function);
        return new Physical(name, Map.of("Arn", place.arn("lambda", "function:" + name)));
    }

    private static Function.Shown shown(Properties properties) {
        List<String> architectures = properties.texts("Architectures");
        return new Function.Shown(
                architectures.isEmpty() ? Function.Shown.DEFAULT.architecture() : architectures.get(0),
                properties.in("EphemeralStorage").integer("Size", Function.Shown.DEFAULT.ephemeralStorageMb()),
                properties.in("TracingConfig").text("Mode").orElse(Function.Shown.DEFAULT.tracing()));
    }

    private static Path code(Desired desired) {
        Properties code = desired.properties().in("Code");
        String bucket = code.required("S3Bucket");
        String key = code.required("S3Key");
        return desired.lookups()
                .asset(bucket, key)
                .orElseThrow(() -> new ResourceException(
                        "Error occurred while GetObject. S3 Error Code: NoSuchKey. There is no object s3://" + bucket
                                + "/" + key));
    }
}
