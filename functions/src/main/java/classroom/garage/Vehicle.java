package classroom.garage;

import classroom.lambda.Event;
import classroom.lambda.dynamodb.ItemSize;
import java.util.Map;

/**
 * A vehicle: its owner, its placa, since when, and any other attributes.
 *
 * @param item the whole item, key included, as plain Java
 */
record Vehicle(Cpf owner, Placa placa, Map<String, Object> item) {
    static final String ACQUIRED = "aquisicao";

    /** The index {@link Registry#BY_ACQUISITION} has the whole item, too. */
    private static final int COPIES = 1;

    static Vehicle of(Event event) {
        Map<String, Object> item = event.fields();
        Cpf owner = Cpf.of(event);
        Placa placa = Placa.of(event);
        item.put(ACQUIRED, Times.date(event, ACQUIRED).toString());
        ItemSize.check(event, item, COPIES);
        return new Vehicle(owner, placa, item);
    }
}
