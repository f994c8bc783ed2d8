package classroom.cloud.gateway;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * The face of a service that speaks one of AWS's JSON protocols: the operation stands in the header
 * {@code X-Amz-Target}, request and answer are JSON objects. A subclass says what it {@linkplain #on carries out}.
 */
public abstract class JsonService implements Service {
    private static final String UNKNOWN = "UnknownOperationException";

    private final String prefix;
    private final Members members;
    private final String version;
    private final Map<String, BiConsumer<JsonRequest, ObjectNode>> operations = new HashMap<>();

    /**
     * A service that carries out nothing yet.
     *
     * @param prefix what stands before the operation in the service's targets
     * @param members what its requests may have in them
     * @param version the protocol's, {@code 1.0} or {@code 1.1}
     */
    protected JsonService(String prefix, Members members, String version) {
        this.prefix = prefix;
        this.members = members;
        this.version = version;
    }

    /** Carries out an operation: {@code handler} reads the request and puts its answer's members. */
    protected final void on(String operation, BiConsumer<JsonRequest, ObjectNode> handler) {
        operations.put(operation, handler);
    }

    @Override
    public Reply answer(Call call) {
        String target = call.header("x-amz-target").orElse("");
        if (!target.startsWith(prefix)) {
            throw AwsError.notCarriedOut(UNKNOWN, target);
        }
        return Protocol.jsonReply(version, perform(members.read(call, target.substring(prefix.length()))));
    }

    /** The answer to a request, which may have come in another protocol. */
    protected final ObjectNode perform(JsonRequest request) {
        BiConsumer<JsonRequest, ObjectNode> handler = operations.get(request.operation());
        if (handler == null) {
            throw AwsError.notCarriedOut(UNKNOWN, request.operation());
        }
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        handler.accept(request, answer);
        return answer;
    }

    @Override
    public Reply error(Call call, AwsError error) {
        return Protocol.jsonError(version, error, error.code());
    }
}
