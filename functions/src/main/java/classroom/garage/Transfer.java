package classroom.garage;

import classroom.lambda.Event;
import java.time.LocalDate;

/**
 * A vehicle goes from one owner to another.
 *
 * @param date the first day of the new owner
 * @param token makes a repetition within ten minutes harmless
 */
record Transfer(Placa placa, Cpf from, Cpf to, LocalDate date, String token) {
    static Transfer of(Event event) {
        Placa placa = Placa.of(event);
        Cpf from = Cpf.of(event, "from");
        Cpf to = Cpf.of(event, "to");
        if (to.equals(from)) {
            throw event.refuse("to", "must be another CPF than from");
        }
        return new Transfer(placa, from, to, Times.date(event, Vehicle.ACQUIRED), event.token());
    }
}
