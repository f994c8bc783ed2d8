package classroom.garage;

import classroom.lambda.Event;
import java.time.Instant;

/**
 * A car drives in.
 *
 * @param cpf who pays for it, empty when the event does not say
 * @param at a whole minute
 */
record Entry(String placa, String cpf, Instant at) {
    static Entry of(Event event) {
        return new Entry(Keys.placa(event), event.has(Keys.CPF) ? Keys.cpf(event) : "", Times.at(event));
    }
}
