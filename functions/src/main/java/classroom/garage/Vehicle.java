package classroom.garage;

import classroom.lambda.Event;
import classroom.lambda.ItemSize;
import java.util.Map;

/**
 * A vehicle: its owner, its placa, since when, and whatever else is known of it.
 *
 * @param item the whole item, key included, as plain Java
 */
record Vehicle(String placa, Map<String, Object> item) {
    static final String ACQUIRED = "aquisicao";

    /** {@link Registry#BY_ACQUISITION} has the whole item too. */
    private static final int COPIES = 1;

    static Vehicle of(Event event) {
        Map<String, Object> item = event.fields();
        item.put(Keys.CPF, Keys.cpf(event));
        String placa = Keys.placa(event);
        item.put(ACQUIRED, Times.date(event, ACQUIRED));
        ItemSize.check(event, item, COPIES);
        return new Vehicle(placa, item);
    }
}
