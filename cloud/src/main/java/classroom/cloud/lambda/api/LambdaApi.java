package classroom.cloud.lambda.api;

import classroom.cloud.gateway.AwsError;
import classroom.cloud.gateway.Call;
import classroom.cloud.gateway.Members;
import classroom.cloud.gateway.Protocol;
import classroom.cloud.gateway.Reply;
import classroom.cloud.gateway.Service;
import classroom.cloud.iam.Authorizer;
import classroom.cloud.lambda.asynchronous.Access;
import classroom.cloud.lambda.asynchronous.AsynchronousInvocations;
import classroom.cloud.lambda.environment.Deployment;
import classroom.cloud.lambda.environment.FunctionName;
import classroom.cloud.lambda.environment.Functions;
import classroom.cloud.lambda.environment.Invocation;
import classroom.cloud.lambda.streams.EventSourceMappings;
import classroom.template.api.Api;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/**
 * The Lambda API of the class (AWS Lambda API reference): Invoke on its real path and in its real format, what can be
 * read of functions and tags, and the event source mappings.
 */
public final class LambdaApi implements Service {
    /**
     * How many callers may wait for their function at once. Each holds a thread of the server, and the functions need
     * the others to answer.
     */
    public static final int WAITING = 160;

    /** The actions that are named otherwise than their operations (Service Authorization Reference, "AWS Lambda"). */
    private static final Map<String, String> ACTIONS = Map.of(
            "Invoke", "InvokeFunction",
            "InvokeWithResponseStream", "InvokeFunction",
            "GetLayerVersionByArn", "GetLayerVersion");

    private static final Members MEMBERS = Members.constrained("lambda", "ValidationException");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper ASCII =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    private static final byte[] EMPTY_EVENT = "{}".getBytes(StandardCharsets.US_ASCII);

    private final Functions functions;
    private final AsynchronousInvocations asynchronous;
    private final Descriptions descriptions;
    private final MappingOperations mappings;
    private final Authorizer authorizer;
    private final boolean throttles;
    private final Semaphore waiting = new Semaphore(WAITING);
    private final Map<String, Function<Request, Reply>> operations = new HashMap<>();

    /**
     * Serves functions and mappings.
     *
     * @param access has the functions, and decides what a caller may do
     * @param asynchronous takes the invocations that nobody waits for
     * @param sources where new code and roles of functions come from
     * @param throttles whether a synchronous call is refused while the account's ten environments run, as on AWS, and
     *     does not wait ("Understanding Lambda function scaling", "Lambda quotas": 10 for new accounts)
     */
    public LambdaApi(
            Access access,
            AsynchronousInvocations asynchronous,
            EventSourceMappings mappings,
            FunctionSources sources,
            boolean throttles) {
        this.throttles = throttles;
        this.functions = access.functions();
        this.asynchronous = asynchronous;
        this.descriptions = new Descriptions(functions);
        this.mappings = new MappingOperations(functions, mappings);
        FunctionQueries queries = new FunctionQueries(functions, descriptions);
        EventInvokeOperations ofEvents = new EventInvokeOperations(functions, asynchronous.configs());
        FunctionUpdates updates = new FunctionUpdates(access, sources, descriptions);
        this.authorizer = access.authorizer();
        on("Invoke", this::invoke);
        on("ListFunctions", request -> {
            allow(request, "*");
            return json(200, queries.functions(request));
        });
        on("GetFunction", request -> json(200, descriptions.function(named(request), arn(request))));
        on("GetFunctionConfiguration", request -> json(200, descriptions.configuration(named(request), arn(request))));
        on("ListVersionsByFunction", request -> json(200, queries.versions(known(request), request)));
        on("ListAliases", request -> json(200, queries.aliases(known(request), request)));
        on("GetAlias", request -> json(200, queries.alias(known(request), request.label("Name"))));
        on("UpdateFunctionCode", request -> json(200, updates.code(known(request), request.input())));
        on("UpdateFunctionConfiguration", request -> json(200, updates.configuration(known(request), request.input())));
        on("PublishVersion", request -> json(201, updates.publish(known(request), request.input())));
        on("UpdateAlias", request -> json(200, updates.alias(known(request), request.input(), queries)));
        on("GetPolicy", request -> json(200, queries.none(known(request))));
        on("GetFunctionUrlConfig", request -> json(200, queries.none(known(request))));
        on("ListFunctionUrlConfigs", request -> json(200, queries.urls(known(request))));
        on("GetFunctionConcurrency", request -> json(200, queries.concurrency(known(request))));
        on("GetProvisionedConcurrencyConfig", request -> json(200, queries.provisionedConcurrency(known(request))));
        on("ListProvisionedConcurrencyConfigs", request -> json(200, queries.provisionedConcurrencies(known(request))));
        on("GetAccountSettings", request -> {
            allow(request, "*");
            return json(200, queries.account());
        });
        on("PutFunctionEventInvokeConfig", request -> json(200, ofEvents.put(known(request), request)));
        on("UpdateFunctionEventInvokeConfig", request -> json(200, ofEvents.update(known(request), request)));
        on("GetFunctionEventInvokeConfig", request -> json(200, ofEvents.get(known(request))));
        on("ListFunctionEventInvokeConfigs", request -> json(200, ofEvents.list(known(request), request)));
        on("DeleteFunctionEventInvokeConfig", request -> {
            ofEvents.delete(known(request));
            return new Reply(204, Map.of(), new byte[0]);
        });
        on("ListTags", request -> json(200, tags(request)));
        on("ListEventSourceMappings", request -> {
            allow(request, "*");
            return json(200, this.mappings.list(request));
        });
        on("CreateEventSourceMapping", this::createMapping);
        on("GetEventSourceMapping", request -> json(200, this.mappings.get(mapping(request))));
        on("UpdateEventSourceMapping", request -> json(202, this.mappings.update(mapping(request), request.input())));
        on("DeleteEventSourceMapping", request -> json(202, this.mappings.delete(mapping(request))));
    }

    @Override
    public String signingName() {
        return "lambda";
    }

    /** Carries out an operation of AWS's model; permission is asked for by {@code handler}. */
    private void on(String operation, Function<Request, Reply> handler) {
        operations.put(operation, handler);
    }

    @Override
    public Reply answer(Call call) {
        Request request = Request.of(call, Api.of("lambda"));
        Function<Request, Reply> handler = operations.get(request.operation().name());
        if (handler == null) {
            allow(request, resource(request));
            throw AwsError.notCarriedOut(
                    "UnknownOperationException", request.operation().name());
        }
        return handler.apply(request.read(MEMBERS));
    }

    private Reply createMapping(Request request) {
        allow(request, "*");
        if (!request.input().map("Tags").isEmpty()) {
            allow(request.call(), "lambda:TagResource", mappings.arn("*"));
        }
        return json(202, mappings.create(request.input()));
    }

    /** The mapping of the path, if the caller may do this with it. */
    private String mapping(Request request) {
        String uuid = request.label("UUID");
        allow(request, mappings.arn(uuid));
        return uuid;
    }

    private void allow(Call call, String action, String resource) {
        authorizer.check(call.caller(), Authorizer.question(action, resource));
    }

    private void allow(Request request, String resource) {
        String operation = request.operation().name();
        allow(request.call(), "lambda:" + ACTIONS.getOrDefault(operation, operation), resource);
    }

    /** What an operation that is not carried out would be about. */
    private String resource(Request request) {
        if (request.label("Resource") != null) {
            return request.label("Resource");
        }
        String function = request.label("FunctionName");
        if (function == null && request.operation().input().members().containsKey("FunctionName")) {
            function = Protocol.json(request.call().body()).path("FunctionName").textValue();
        }
        return function == null
                ? "*"
                : functions.arn(FunctionName.parse(function, request.parameter("Qualifier"))
                        .reference());
    }

    /** The name in the path, if the caller may do this to the function. */
    private FunctionName known(Request request) {
        allow(request, arn(request));
        return name(request);
    }

    /** The deployment that the path and the qualifier name, if the caller may do this to it. */
    private Deployment named(Request request) {
        return functions.deployed(known(request));
    }

    private String arn(Request request) {
        return functions.arn(name(request).reference());
    }

    private static FunctionName name(Request request) {
        return FunctionName.parse(request.label("FunctionName"), request.parameter("Qualifier"));
    }

    /** Whatever form of an ARN the client writes, IAM is asked about the whole one. */
    private ObjectNode tags(Request request) {
        String arn = request.label("Resource");
        ObjectNode tags = JSON.createObjectNode();
        if (arn.contains(":event-source-mapping:")) {
            allow(request, mappings.arn(arn.substring(arn.lastIndexOf(':') + 1)));
            tags.set("Tags", JSON.valueToTree(mappings.tags(arn)));
        } else {
            FunctionName name = FunctionName.parse(arn, null);
            allow(request, functions.arn(name.name()));
            tags.set(
                    "Tags", JSON.valueToTree(functions.deployed(name).function().tags()));
        }
        return tags;
    }

    private Reply invoke(Request request) {
        Call call = request.call();
        String type = request.input().text("InvocationType");
        String log = request.input().text("LogType");
        String clientContext = clientContext(request.input().text("ClientContext"));
        checkSize(call.body().length, type);
        functions.deployed(known(request).orLatest()); // Only here an unknown function is named with its qualifier.
        byte[] event = call.body().length == 0 ? EMPTY_EVENT : call.body();
        checkJson(event);
        String reference = name(request).reference();
        Invocation invocation = new Invocation(call.requestId(), event, clientContext);
        switch (type) {
            case "DryRun":
                return new Reply(204, Map.of("Content-Type", "application/json"), new byte[0]);
            case "Event":
                // The context object reaches synchronous invocations only.
                asynchronous.add(reference, new Invocation(call.requestId(), event, ""));
                return new Reply(202, Map.of("Content-Type", "application/json"), new byte[0]);
            default:
        }
        Invocation.Result result;
        if (!waiting.tryAcquire()) {
            throw new AwsError(429, "TooManyRequestsException", "Rate Exceeded.");
        }
        try {
            result = throttles
                    ? functions.invokeOrRefuse(reference, invocation)
                    : functions.invoke(reference, invocation);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AwsError(500, "ServiceException", "The class is stopping.");
        } finally {
            waiting.release();
        }
        Map<String, String> headers = new HashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("X-Amz-Executed-Version", result.version());
        if (result.failed()) {
            headers.put("X-Amz-Function-Error", "Unhandled");
        }
        if (log.equals("Tail")) {
            headers.put("X-Amz-Log-Result", Base64.getEncoder().encodeToString(result.logTail()));
        }
        return new Reply(200, headers, result.payload());
    }

    /** In words that were reported of AWS: for events since October 2025, for others for years. */
    private static void checkSize(int bytes, String type) {
        if (type.equals("Event") && bytes > AsynchronousInvocations.EVENT_LIMIT) {
            throw AsynchronousInvocations.tooLarge(bytes);
        }
        if (bytes > Invocation.REQUEST_LIMIT) {
            throw new AwsError(
                    413,
                    "RequestEntityTooLargeException",
                    "Request must be smaller than " + Invocation.REQUEST_LIMIT
                            + " bytes for the InvokeFunction operation");
        }
    }

    /** Decodes the context to JSON in ASCII, as a header of the Runtime API takes it. */
    private static String clientContext(String base64) {
        if (base64.isEmpty()) {
            return "";
        }
        try {
            JsonNode context = JSON.readTree(Base64.getDecoder().decode(base64));
            if (context != null && context.isObject()) {
                return ASCII.writeValueAsString(context);
            }
        } catch (IllegalArgumentException | IOException e) {
            // Answered below, like JSON that is no object.
        }
        throw new AwsError(
                400, "InvalidRequestContentException", "Client context must be a valid Base64-encoded JSON object.");
    }

    /** Jackson's words, as on AWS. */
    private static void checkJson(byte[] event) {
        try (JsonParser parser = JSON.getFactory().createParser(event)) {
            if (parser.nextToken() == null) {
                throw noJson("No content to map due to end-of-input");
            }
            parser.skipChildren();
            if (parser.nextToken() != null) {
                throw noJson("Trailing token (of type " + parser.currentToken() + ") found after value");
            }
        } catch (JsonProcessingException e) {
            throw noJson(e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException("an array in memory cannot be read", e);
        }
    }

    private static AwsError noJson(String reason) {
        return new AwsError(
                400,
                "InvalidRequestContentException",
                "Could not parse request body into json: Could not parse payload into json: " + reason);
    }

    private static Reply json(int status, JsonNode body) {
        return new Reply(
                status,
                Map.of("Content-Type", "application/json"),
                body.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Reply error(Call call, AwsError error) {
        ObjectNode body = JSON.createObjectNode();
        int status = error.status();
        switch (error.code()) {
            case "ResourceNotFoundException", "ResourceInUseException" -> {
                body.put("Type", "User");
                body.put("Message", error.getMessage());
            }
            case "ServiceException" -> {
                body.put("Type", "Service");
                body.put("Message", error.getMessage());
            }
            // Of the HTTP front, before Lambda.
            case "RequestEntityTooLargeException" -> body.put("Message", error.getMessage());
            case "ValidationException" -> body.put("message", error.getMessage());
            case "AccessDeniedException" -> {
                status = 403;
                body.put("Message", error.getMessage());
            }
            case "TooManyRequestsException" -> {
                body.put("Reason", "ConcurrentInvocationLimitExceeded");
                body.put("Type", "User");
                body.put("message", error.getMessage());
            }
            default -> {
                body.put("Type", "User");
                body.put("message", error.getMessage());
            }
        }
        return new Reply(
                status,
                Map.of("Content-Type", "application/json", "X-Amzn-ErrorType", error.code()),
                body.toString().getBytes(StandardCharsets.UTF_8));
    }
}
