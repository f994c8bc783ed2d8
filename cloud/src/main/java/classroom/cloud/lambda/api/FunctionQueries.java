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
        String version = functions.aliases(name.name()).get(alias);
        if (version == null) {
            throw new AwsError(
                    404,
                    "ResourceNotFoundException",
                    "Cannot find alias arn: " + functions.arn(name.name() + ":" + alias));
        }
        return describe(name, Map.entry(alias, version));
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

    /** GetPolicy and GetFunctionUrlConfig. */
    ObjectNode none(FunctionName name) {
        functions.deployed(name);
        throw new AwsError(404, "ResourceNotFoundException", "The resource you requested does not exist.");
    }

    /** GetFunctionConcurrency: nothing is reserved. */
    ObjectNode concurrency(FunctionName name) {
        functions.deployed(name);
        return object();
    }

    /** GetProvisionedConcurrencyConfig. */
    ObjectNode provisionedConcurrency(FunctionName name) {
        functions.deployed(name);
        throw new AwsError(
                404,
                "ProvisionedConcurrencyConfigNotFoundException",
                "No Provisioned Concurrency Config found for this function");
    }

    /** A list that is empty for every function. */
    ObjectNode emptyList(FunctionName name, String list) {
        functions.deployed(name);
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
