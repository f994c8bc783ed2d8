package classroom.garage;

import classroom.lambda.Event;
import java.util.List;

/**
 * The vehicles of an owner, all or those of a year.
 *
 * @param year with four digits, empty for all
 */
record Possession(Cpf cpf, String year) {
    private static final String YEAR = "year";
    private static final int LATEST = 9999;

    static Possession of(Event event) {
        Cpf cpf = Cpf.of(event);
        return new Possession(cpf, event.has(YEAR) ? "%04d".formatted(event.integer(YEAR, 1, LATEST)) : "");
    }

    boolean isOfAYear() {
        return !year.isEmpty();
    }

    /** Returns words that are equal for equal questions. */
    List<String> description() {
        return List.of("registry-vehicles", cpf.digits(), year);
    }
}
