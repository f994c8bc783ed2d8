package classroom.cloud.gateway;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * The face of a service that speaks AWS's query protocol: an action with its parameters in a {@link Form}, XML in the
 * answer. A subclass says what it {@linkplain #on carries out}, and who may.
 */
public abstract class QueryService implements Service {
    private final String namespace;
    private final Map<String, BiConsumer<Form, Xml>> actions = new HashMap<>();

    /** A service that carries out nothing yet, with the name space of its answers. */
    protected QueryService(String namespace) {
        this.namespace = namespace;
    }

    /** Carries out an action: {@code handler} reads the form and writes the answer's elements. */
    protected final void on(String action, BiConsumer<Form, Xml> handler) {
        actions.put(action, handler);
    }

    /**
     * Asks for permission before an action is carried out.
     *
     * @throws AwsError if the caller may not
     */
    protected abstract void check(Form form);

    @Override
    public Reply answer(Call call) {
        Form form = new Form(call.caller(), Protocol.form(call));
        String action = form.action();
        BiConsumer<Form, Xml> handler = actions.get(action);
        if (handler == null) {
            throw AwsError.notCarriedOut("InvalidAction", action);
        }
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
