package classroom.garage;

import classroom.lambda.Event;

/**
 * A vehicle goes from one owner to another.
 *
 * @param date from which on it is the new owner's
 * @param token makes a repetition within ten minutes harmless
 */
record Transfer(String placa, String from, String to, String date, String token) {
    static Transfer of(Event event) {
        String placa = Keys.placa(event);
        String from = Keys.cpf(event, "from");
        String to = Keys.cpf(event, "to");
        if (to.equals(from)) {
            throw event.refuse("to", "must be another CPF than from");
        }
        return new Transfer(placa, from, to, Times.date(event, Vehicle.ACQUIRED), event.token());
    }
}
