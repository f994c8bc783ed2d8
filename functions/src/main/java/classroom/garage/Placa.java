package classroom.garage;

import classroom.lambda.Event;

/** A car's placa: letters and digits. Their case stays, so {@code abc1234} and {@code ABC1234} are two keys. */
record Placa(String text) {
    static final String FIELD = "placa";

    static Placa of(Event event) {
        String text = event.text(FIELD);
        if (!text.matches("[0-9A-Za-z]{1,8}")) {
            throw event.refuse(FIELD, "must be 1 to 8 letters and digits");
        }
        return new Placa(text);
    }
}
