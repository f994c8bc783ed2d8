package classroom.cloud.gateway;

import classroom.template.api.Operation;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * The face of a service that speaks AWS's query protocol: an action with its parameters in a {@link Form}, XML in the
 * answer. A subclass says what it {@linkplain #on carries out}, and who may; the other actions of the service's model
 * are refused by name, to whom may use them.
 */
public abstract class QueryService implements Service {
    private static final String UNKNOWN = "InvalidAction";

    private final String namespace;
    private final Members members;
    private final Map<String, BiConsumer<Form, Xml>> actions = new HashMap<>();

    /**
     * A service that carries out nothing yet, with the name space of its answers.
     *
     * @param members reads its requests
     */
    protected QueryService(String namespace, Members members) {
        this.namespace = namespace;
        this.members = members;
    }

    /** Carries out an action: {@code handler} reads the form and writes the answer's elements. */
    protected final void on(String action, BiConsumer<Form, Xml> handler) {
        actions.put(action, handler);
    }

    /**
     * Asks for permission for an action, also for one that is not carried out.
     *
     * @throws AwsError if the caller may not
     */
    protected abstract void check(Form form);

    @Override
    public Reply answer(Call call) {
        Map<String, String> parameters = Protocol.form(call);
        String action = parameters.getOrDefault("Action", "");
        Operation operation = members.operation(action);
        if (operation == null) {
            throw new AwsError(
                    400, UNKNOWN, "Could not find operation " + action + " for version " + members.version());
        }
        ObjectNode request = FormReader.QUERY.read(operation.input(), parameters);
        BiConsumer<Form, Xml> handler = actions.get(action);
        if (handler == null) {
            check(new Form(new JsonRequest(call.caller(), action, request, members)));
            throw AwsError.notCarriedOut(UNKNOWN, action);
        }
        Form form = new Form(members.read(call.caller(), operation, request));
        check(form);
        Xml xml = new Xml().open(action + "Response", namespace).open(action + "Result");
        handler.accept(form, xml);
        xml.close(action + "Result")
                .open("ResponseMetadata")
                .element("RequestId", call.requestId())
                .close("ResponseMetadata")
                .close(action + "Response");
        return Protocol.xmlReply(200, xml.toString());
    }

    @Override
    public Reply error(Call call, AwsError error) {
        return Protocol.queryError(call, error, namespace);
    }
}
