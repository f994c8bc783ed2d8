package classroom.garage;

import classroom.lambda.Event;
import java.time.Instant;
import java.util.Optional;

/**
 * A car drives in.
 *
 * @param cpf its owner, {@code null} when the event does not say: see {@link #owner}
 * @param at a whole minute
 */
record Entry(Placa placa, Cpf cpf, Instant at) {
    static Entry of(Event event) {
        return new Entry(Placa.of(event), event.has(Cpf.FIELD) ? Cpf.of(event) : null, Times.at(event));
    }

    /** Returns who pays for the car, if the event says it. */
    Optional<Cpf> owner() {
        return Optional.ofNullable(cpf);
    }
}
