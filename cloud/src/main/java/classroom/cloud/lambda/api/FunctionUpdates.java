package classroom.cloud.lambda.api;

import classroom.cloud.gateway.AwsError;
import classroom.cloud.gateway.JsonRequest;
import classroom.cloud.lambda.asynchronous.Access;
import classroom.cloud.lambda.environment.Deployment;
import classroom.cloud.lambda.environment.Function;
import classroom.cloud.lambda.environment.FunctionName;
import classroom.cloud.lambda.environment.Functions;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/**
 * The operations that change a function without CloudFormation: its code, its configuration, its versions and aliases
 * (Lambda API Reference, the operations by name). What they change drifts from the template.
 */
final class FunctionUpdates {
    private static final Set<String> CODE =
            Set.of("ZipFile", "S3Bucket", "S3Key", "Architectures", "Publish", "DryRun", "RevisionId");
    private static final Set<String> CONFIGURATION = Set.of(
            "Role",
            "Handler",
            "Description",
            "Timeout",
            "MemorySize",
            "Environment",
            "Runtime",
            "DeadLetterConfig",
            "RevisionId",
            "SnapStart",
            "LoggingConfig");
    private static final Set<String> VERSION = Set.of("CodeSha256", "Description", "RevisionId");
    private static final Set<String> ALIAS = Set.of("Name", "FunctionVersion", "RevisionId");

    private final Functions functions;
    private final Access access;
    private final FunctionSources sources;
    private final Descriptions descriptions;

    FunctionUpdates(Access access, FunctionSources sources, Descriptions descriptions) {
        this.functions = access.functions();
        this.access = access;
        this.sources = sources;
        this.descriptions = descriptions;
    }

    /** UpdateFunctionCode. */
    ObjectNode code(FunctionName name, JsonRequest input) {
        Deployment now = unqualified(name);
        onlyCarriedOut(input, CODE, descriptions.listed(now));
        checkRevision(input, now.revision());
        Path code = code(input);
        if (input.flag("DryRun", false)) {
            functions.check(withCode(now.function(), code, input));
            return descriptions.configuration(now, now.arn());
        }
        Deployment changed = functions.change(name.name(), is -> {
            checkRevision(input, functions.deployed(name).revision());
            return withCode(is, code, input);
        });
        if (!input.flag("Publish", false)) {
            return updating(changed);
        }
        return version(name, functions.publishIfChanged(name.name(), ""));
    }

    private static Function withCode(Function function, Path code, JsonRequest input) {
        List<String> architectures = input.texts("Architectures");
        return architectures.isEmpty()
                ? function.withCode(code)
                : function.withCode(code).withArchitecture(architectures.get(0));
    }

    private Path code(JsonRequest input) {
        boolean inS3 = input.has("S3Bucket") || input.has("S3Key");
        if (input.has("ZipFile")) {
            if (inS3) {
                throw invalid("Please do not provide other FunctionCode parameters when providing a ZipFile.");
            }
            return sources.archive(Base64.getDecoder().decode(input.text("ZipFile")));
        }
        if (!input.has("S3Bucket") || !input.has("S3Key")) {
            throw invalid("Please provide a source for function code.");
        }
        return sources.object(input.caller(), input.required("S3Bucket"), input.required("S3Key"));
    }

    /** UpdateFunctionConfiguration. */
    ObjectNode configuration(FunctionName name, JsonRequest input) {
        Deployment now = unqualified(name);
        onlyCarriedOut(input, CONFIGURATION, descriptions.listed(now));
        checkLogging(input.structure("LoggingConfig"));
        if (input.has("Role")) {
            sources.checkRole(input.caller(), input.required("Role"));
        }
        return updating(functions.change(name.name(), is -> {
            checkRevision(input, functions.deployed(name).revision());
            Function changed = changed(is, input);
            access.checkDeadLetters(changed);
            return changed;
        }));
    }

    private static Function changed(Function is, JsonRequest input) {
        JsonRequest logging = input.structure("LoggingConfig");
        return new Function(
                is.name(),
                input.has("Description") ? input.text("Description") : is.description(),
                input.has("Handler") ? input.text("Handler") : is.handler(),
                input.has("Runtime") ? input.text("Runtime") : is.runtime(),
                is.code(),
                input.has("Environment") ? input.structure("Environment").map("Variables") : is.environment(),
                input.integer("MemorySize", is.memoryMb()),
                Duration.ofSeconds(input.number("Timeout", is.timeout().toSeconds())),
                input.has("Role") ? input.text("Role") : is.role(),
                logging.has("LogGroup") ? logging.text("LogGroup") : is.logGroup(),
                is.tags(),
                deadLetters(is, input),
                is.shown(),
                input.has("SnapStart")
                        ? input.structure("SnapStart").text("ApplyOn").equals("PublishedVersions")
                        : is.snapStart());
    }

    /** Lambda API Reference, DeadLetterConfig: an empty ARN takes the queue away. */
    private static String deadLetters(Function is, JsonRequest input) {
        if (!input.has("DeadLetterConfig")) {
            return is.deadLetters();
        }
        String target = input.structure("DeadLetterConfig").text("TargetArn");
        return target.isEmpty() ? null : target;
    }

    private static void checkLogging(JsonRequest logging) {
        for (String member : logging.names()) {
            boolean carriedOut = member.equals("LogGroup")
                    || member.equals("LogFormat") && logging.text(member).equals("Text");
            if (!carriedOut) {
                throw notCarriedOut("LoggingConfig." + member);
            }
        }
    }

    /** PublishVersion. */
    ObjectNode publish(FunctionName name, JsonRequest input) {
        Deployment now = unqualified(name);
        ObjectNode listed = descriptions.listed(now);
        onlyCarriedOut(input, VERSION, listed);
        checkRevision(input, now.revision());
        String digest = listed.path("CodeSha256").asText();
        if (input.has("CodeSha256") && !input.text("CodeSha256").equals(digest)) {
            throw invalid("CodeSHA256 (" + input.text("CodeSha256") + ") is different from current CodeSHA256 in"
                    + " $LATEST (" + digest + "). Please try again with the CodeSHA256 in $LATEST.");
        }
        return version(name, functions.publishIfChanged(name.name(), input.text("Description")));
    }

    private ObjectNode version(FunctionName name, String number) {
        Deployment version = functions.deployed(FunctionName.parse(name.name(), number));
        return descriptions.configuration(version, version.arn());
    }

    /**
     * UpdateAlias.
     *
     * @param queries describe the alias
     */
    ObjectNode alias(FunctionName name, JsonRequest input, FunctionQueries queries) {
        functions.deployed(name);
        String alias = input.required("Name");
        if (!functions.hasAlias(name.name(), alias)) {
            throw new AwsError(
                    404, "ResourceNotFoundException", "Alias not found: " + functions.arn(name.name() + ":" + alias));
        }
        ObjectNode now = queries.alias(name, alias);
        onlyCarriedOut(input, ALIAS, now);
        checkRevision(input, now.path("RevisionId").asText());
        String version = input.text("FunctionVersion");
        if (version.startsWith("$")) {
            throw invalid("The local class does not carry out " + version
                    + " as the version of an alias: an alias names a published version.");
        }
        if (!version.isEmpty()) {
            functions.putAlias(name.name() + ":" + version, alias);
        }
        return queries.alias(name, alias);
    }

    private Deployment unqualified(FunctionName name) {
        if (name.qualifier() != null && !name.qualifier().startsWith("$")) {
            throw invalid("This operation is permitted on Lambda functions only. Aliases and versions do not support"
                    + " this operation. Please specify either a function name or an unqualified function ARN.");
        }
        return functions.deployed(name);
    }

    /** As LocalStack's test_function_lifecycle recorded it on AWS; who then asks is told that it is done. */
    private ObjectNode updating(Deployment changed) {
        return descriptions
                .configuration(changed, changed.arn())
                .put("LastUpdateStatus", "InProgress")
                .put("LastUpdateStatusReason", "The function is being created.")
                .put("LastUpdateStatusReasonCode", "Creating");
    }

    private static void checkRevision(JsonRequest input, String latest) {
        if (input.has("RevisionId") && !input.text("RevisionId").equals(latest)) {
            throw new AwsError(
                    412,
                    "PreconditionFailedException",
                    "The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API"
                            + " to retrieve the latest Revision Id");
        }
    }

    /** A member that is not carried out may be there if it is empty, or says what is so already. */
    private static void onlyCarriedOut(JsonRequest input, Set<String> members, JsonNode described) {
        for (String name : input.names()) {
            JsonNode value = input.json().path(name);
            boolean empty =
                    value.isContainerNode() ? value.isEmpty() : value.asText().isEmpty();
            if (name.equals("FunctionName") || members.contains(name) || empty || value.equals(described.get(name))) {
                continue;
            }
            if (name.equals("ImageUri")) {
                throw invalid("Please don't provide ImageUri when updating a function with packageType Zip.");
            }
            throw notCarriedOut(name);
        }
    }

    private static AwsError notCarriedOut(String member) {
        return invalid("The local class does not carry out " + member + " of a function.");
    }

    private static AwsError invalid(String message) {
        return new AwsError(400, "InvalidParameterValueException", message);
    }
}
