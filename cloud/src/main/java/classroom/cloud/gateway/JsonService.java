package classroom.cloud.gateway;

import classroom.cloud.identity.Identity;
import classroom.template.api.Operation;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * The face of a service that speaks one of AWS's JSON protocols: the operation stands in the header
 * {@code X-Amz-Target}, request and answer are JSON objects. A subclass says what it {@linkplain #on carries out}; the
 * other operations of the service's model are refused by name, to whom may use them.
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
     * @param members reads its requests
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

    /**
     * Asks for permission for an operation that is not carried out.
     *
     * @param request as it came: its members may have any type
     * @throws AwsError if the caller may not
     */
    protected abstract void checkLeftOut(JsonRequest request);

    @Override
    public Reply answer(Call call) {
        String target = call.header("x-amz-target").orElse("");
        if (!target.startsWith(prefix)) {
            throw AwsError.notCarriedOut(UNKNOWN, target);
        }
        Operation operation = operation(target.substring(prefix.length()));
        return Protocol.jsonReply(version, perform(call.caller(), operation, Protocol.json(call.body())));
    }

    /**
     * The operation of that name.
     *
     * @throws AwsError if the service's model has none
     */
    protected final Operation operation(String name) {
        Operation operation = members.operation(name);
        if (operation == null) {
            throw AwsError.notCarriedOut(UNKNOWN, name);
        }
        return operation;
    }

    /** The answer to a request, which may have come in another protocol. */
    protected final ObjectNode perform(Identity caller, Operation operation, ObjectNode request) {
        BiConsumer<JsonRequest, ObjectNode> handler = operations.get(operation.name());
        if (handler == null) {
            checkLeftOut(new JsonRequest(caller, operation.name(), request, members));
            throw AwsError.notCarriedOut(UNKNOWN, operation.name());
        }
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        handler.accept(members.read(caller, operation, request), answer);
        return answer;
    }

    @Override
    public Reply error(Call call, AwsError error) {
        return Protocol.jsonError(version, error, error.code());
    }
}
