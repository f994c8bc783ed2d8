package classroom.garage;

import classroom.lambda.Event;
import java.util.function.IntPredicate;

/**
 * What cars and owners are known by. Both are taken as they are: no check digits, because a CPF that passes them may be
 * somebody's, and no change of case, because to DynamoDB {@code abc1234} and {@code ABC1234} are two keys.
 */
final class Keys {
    static final String CPF = "cpf";
    static final String PLACA = "placa";

    private static final int CPF_DIGITS = 11;
    private static final int LONGEST_PLACA = 8;

    private Keys() {}

    static String cpf(Event event) {
        return cpf(event, CPF);
    }

    static String cpf(Event event, String field) {
        String cpf = event.text(field);
        if (cpf.length() != CPF_DIGITS || !consistsOf(cpf, Keys::isDigit)) {
            throw event.refuse(field, "must be " + CPF_DIGITS + " digits");
        }
        return cpf;
    }

    static String placa(Event event) {
        String placa = event.text(PLACA);
        if (placa.length() > LONGEST_PLACA || !consistsOf(placa, c -> isDigit(c) || isLetter(c))) {
            throw event.refuse(PLACA, "must be 1 to " + LONGEST_PLACA + " letters and digits");
        }
        return placa;
    }

    private static boolean consistsOf(String text, IntPredicate allowed) {
        return text.chars().allMatch(allowed);
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLetter(int c) {
        return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
    }
}
