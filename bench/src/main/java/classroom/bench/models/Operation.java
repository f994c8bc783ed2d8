package classroom.bench.models;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/**
 * One operation of the list.
 *
 * @param subject the car's placa, or the owner's CPF for a bill and for an owner's vehicles
 * @param at the time of an entry or exit, else empty
 * @param mark the attribute by which an entry or exit recognises itself, as in {@code garage-enter}; else empty
 */
record Operation(Kind kind, String subject, String at, String mark) {
    static Operation of(Kind kind, String subject) {
        return new Operation(kind, subject, "", "");
    }

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("operation", kind.name().toLowerCase(Locale.ROOT));
        json.put(kind == Kind.BILL || kind == Kind.VEHICLES ? "cpf" : "placa", subject);
        if (!at.isEmpty()) {
            json.put("at", at).put("registro", mark);
        }
        return json;
    }
}
