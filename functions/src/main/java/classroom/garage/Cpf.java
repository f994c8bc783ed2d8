package classroom.garage;

import classroom.lambda.Event;

/** An owner's CPF: eleven digits. Its check digits are not checked, because a CPF that passes may be somebody's. */
record Cpf(String digits) {
    static final String FIELD = "cpf";

    static Cpf of(Event event) {
        return of(event, FIELD);
    }

    static Cpf of(Event event, String field) {
        String text = event.text(field);
        if (!text.matches("[0-9]{11}")) {
            throw event.refuse(field, "must be 11 digits");
        }
        return new Cpf(text);
    }
}
