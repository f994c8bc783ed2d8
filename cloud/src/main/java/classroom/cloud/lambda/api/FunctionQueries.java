package classroom.cloud.lambda.api;

import classroom.cloud.gateway.AwsError;
import classroom.cloud.lambda.environment.Deployment;
import classroom.cloud.lambda.environment.FunctionName;
import classroom.cloud.lambda.environment.Functions;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What else can be read of a function: its versions and aliases, and settings that no function of the class has, each
 * as AWS answers for a function without it (Lambda API Reference, the operations by name).
 */
final class FunctionQueries {
    private static final int PAGE = 50;

    /** Lambda Developer Guide, "Lambda quotas". */
    private static final long CODE_STORAGE = 75L << 30;

    private static final int UNZIPPED = 250 << 20;
    private static final int ZIPPED = 50 << 20;

    /** For a new account; the class has as many environments. */
    private static final int CONCURRENT = 10;

    private final Functions functions;
    private final Descriptions descriptions;

    FunctionQueries(Functions functions, Descriptions descriptions) {
        this.functions = functions;
        this.descriptions = descriptions;
    }

    /** ListFunctions, with every version of each if the request says so. */
    ObjectNode functions(Request request) {
        if (!request.input().has("FunctionVersion")) {
            return descriptions.list(request);
        }
        List<Deployment> all = functions.list().stream()
                .flatMap(function -> versions(function.name()))
                .toList();
        return new Marker<Deployment>("Functions", PAGE, one -> one.function().name() + '\0' + place(one))
                .page(all, request, this::described);
    }

    /** ListVersionsByFunction. */
    ObjectNode versions(FunctionName name, Request request) {
        functions.deployed(name);
        return new Marker<>("Versions", PAGE, FunctionQueries::place)
                .page(versions(name.name()).toList(), request, this::described);
    }

    /** What is not published, and then every version. */
    private Stream<Deployment> versions(String name) {
        return Stream.concat(
                functions.deployments().stream()
                        .filter(latest -> latest.function().name().equals(name)),
                functions.versions(name).stream());
    }

    private ObjectNode described(Deployment version) {
        String reference = version.function().name() + ":" + version.version();
        return descriptions.listed(version).put("FunctionArn", functions.arn(reference));
    }

    /** A version as a marker orders it: numbers by their size. */
    private static String place(Deployment version) {
        return version.version().startsWith("$")
                ? version.version()
                : "%010d".formatted(Long.parseLong(version.version()));
    }

    /** ListAliases. */
    ObjectNode aliases(FunctionName name, Request request) {
        functions.deployed(name);
        String wanted = request.parameter("FunctionVersion");
        List<Entry<String, String>> all = functions.aliases(name.name()).entrySet().stream()
                .filter(alias -> wanted == null || wanted.equals(alias.getValue()))
                .toList();
        return new Marker<Entry<String, String>>("Aliases", PAGE, Entry::getKey)
                .page(all, request, alias -> describe(name, alias));
    }

    /** GetAlias. */
    ObjectNode alias(FunctionName name, String alias) {
        functions.deployed(name);
        return describe(name, Map.entry(alias, version(name, alias)));
    }

    private String version(FunctionName name, String alias) {
        String version = functions.aliases(name.name()).get(alias);
        if (version == null) {
            throw missing("Cannot find alias arn: " + functions.arn(name.name() + ":" + alias));
        }
        return version;
    }

    private static AwsError missing(String message) {
        return new AwsError(404, "ResourceNotFoundException", message);
    }

    private ObjectNode describe(FunctionName name, Entry<String, String> alias) {
        String arn = functions.arn(name.name() + ":" + alias.getKey());
        return object().put("AliasArn", arn)
                .put("Name", alias.getKey())
                .put("FunctionVersion", alias.getValue())
                .put("Description", "")
                .put(
                        "RevisionId",
                        UUID.nameUUIDFromBytes((arn + alias.getValue()).getBytes(StandardCharsets.UTF_8))
                                .toString());
    }

    /** GetPolicy and GetFunctionUrlConfig, which do not tell a function that there is not from one that has none. */
    ObjectNode none(FunctionName name) {
        functions.checkReachable(name);
        throw missing("The resource you requested does not exist.");
    }

    /** GetFunctionConcurrency: nothing is reserved. */
    ObjectNode concurrency(FunctionName name) {
        functions.deployed(name);
        return object();
    }

    /** GetProvisionedConcurrencyConfig. */
    ObjectNode provisionedConcurrency(FunctionName name) {
        functions.checkReachable(name);
        if (name.qualifier().equals(Deployment.LATEST)) {
            throw new AwsError(
                    400,
                    "InvalidParameterValueException",
                    "The function resource provided must be an alias or a published version.");
        }
        if (name.qualifier().matches("\\d+")) {
            functions.deployed(name);
        } else {
            version(name, name.qualifier());
        }
        throw new AwsError(
                404,
                "ProvisionedConcurrencyConfigNotFoundException",
                "No Provisioned Concurrency Config found for this function");
    }

    /** ListProvisionedConcurrencyConfigs. */
    ObjectNode provisionedConcurrencies(FunctionName name) {
        functions.deployed(name);
        return emptyList("ProvisionedConcurrencyConfigs");
    }

    /** ListFunctionUrlConfigs. */
    ObjectNode urls(FunctionName name) {
        functions.checkReachable(name);
        if (functions.find(name.reference()).isEmpty()) {
            throw missing("Function does not exist");
        }
        return emptyList("FunctionUrlConfigs");
    }

    private static ObjectNode emptyList(String list) {
        ObjectNode answer = object();
        answer.putArray(list);
        return answer;
    }

    /** GetAccountSettings. */
    ObjectNode account() {
        ObjectNode answer = object();
        answer.putObject("AccountLimit")
                .put("TotalCodeSize", CODE_STORAGE)
                .put("CodeSizeUnzipped", UNZIPPED)
                .put("CodeSizeZipped", ZIPPED)
                .put("ConcurrentExecutions", CONCURRENT)
                .put("UnreservedConcurrentExecutions", CONCURRENT);
        long bytes = functions.list().stream()
                .flatMap(function -> versions(function.name()))
                .mapToLong(Descriptions::size)
                .sum();
        answer.putObject("AccountUsage")
                .put("TotalCodeSize", bytes)
                .put("FunctionCount", functions.list().size());
        return answer;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
