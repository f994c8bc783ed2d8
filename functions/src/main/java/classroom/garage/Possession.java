package classroom.garage;

import classroom.lambda.Event;
import java.util.List;

/**
 * An owner's vehicles, all or those of a year.
 *
 * @param year with four digits, empty for all
 */
record Possession(String cpf, String year) {
    private static final String YEAR = "year";
    private static final int LATEST = 9999;

    static Possession of(Event event) {
        String cpf = Keys.cpf(event);
        return new Possession(cpf, event.has(YEAR) ? "%04d".formatted(event.integer(YEAR, 1, LATEST)) : "");
    }

    boolean isOfAYear() {
        return !year.isEmpty();
    }

    /** What it asks for, in words that are equal for equal ones. */
    List<String> description() {
        return List.of("registry-vehicles", cpf, year);
    }
}
