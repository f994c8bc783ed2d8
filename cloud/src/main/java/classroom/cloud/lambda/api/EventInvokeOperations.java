package classroom.cloud.lambda.api;

import classroom.cloud.lambda.asynchronous.EventInvokeConfig;
import classroom.cloud.lambda.asynchronous.EventInvokeConfigs;
import classroom.cloud.lambda.environment.FunctionName;
import classroom.cloud.lambda.environment.Functions;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;

/** The operations on what becomes of asynchronous invocations (Lambda API Reference, "FunctionEventInvokeConfig"). */
final class EventInvokeOperations {
    private static final int PAGE = 50;

    private final Functions functions;
    private final EventInvokeConfigs configs;

    EventInvokeOperations(Functions functions, EventInvokeConfigs configs) {
        this.functions = functions;
        this.configs = configs;
    }

    /** PutFunctionEventInvokeConfig. */
    ObjectNode put(FunctionName name, Request request) {
        return describe(configs.put(name, EventInvokeConfig.of(request.input())));
    }

    /** UpdateFunctionEventInvokeConfig. */
    ObjectNode update(FunctionName name, Request request) {
        return describe(configs.update(name, EventInvokeConfig.of(request.input())));
    }

    /** GetFunctionEventInvokeConfig. */
    ObjectNode get(FunctionName name) {
        return describe(configs.get(name));
    }

    /** DeleteFunctionEventInvokeConfig. */
    void delete(FunctionName name) {
        configs.delete(name);
    }

    /** ListFunctionEventInvokeConfigs. */
    ObjectNode list(FunctionName name, Request request) {
        return new Marker<>("FunctionEventInvokeConfigs", PAGE, EventInvokeConfig::function)
                .page(configs.list(name), request, this::describe);
    }

    private ObjectNode describe(EventInvokeConfig config) {
        ObjectNode described = JsonNodeFactory.instance
                .objectNode()
                .put("LastModified", BigDecimal.valueOf(config.modified().toEpochMilli(), 3))
                .put("FunctionArn", functions.arn(config.function()));
        if (config.maximumRetryAttempts() != null) {
            described.put("MaximumRetryAttempts", config.maximumRetryAttempts());
        }
        if (config.maximumEventAgeInSeconds() != null) {
            described.put("MaximumEventAgeInSeconds", config.maximumEventAgeInSeconds());
        }
        ObjectNode destinations = described.putObject("DestinationConfig");
        put(destinations.putObject("OnSuccess"), config.onSuccess());
        put(destinations.putObject("OnFailure"), config.onFailure());
        return described;
    }

    private static void put(ObjectNode destination, String arn) {
        if (arn != null) {
            destination.put("Destination", arn);
        }
    }
}
