package classroom.cli.option;

import classroom.template.language.Texts;
import java.util.Collection;
import java.util.Comparator;
import java.util.stream.Collectors;

/**
 * The name that somebody most likely meant: the one with the fewest letters typed otherwise. picocli's own measure, the
 * pairs of letters in common, suggests something for nearly every word.
 */
public final class Nearest {
    private static final int LETTERS_FOR_A_MISTAKE = 3;

    private Nearest() {}

    /** Returns the question whether the nearest of the names is meant, and in brackets all of them. */
    public static String questionAndList(String given, Collection<String> names) {
        String all = names.stream().sorted().collect(Collectors.joining(", "));
        return question(given, names) + " " + Texts.of("(there are %s)", all);
    }

    /** Returns the question whether the nearest of the names is meant; empty if none is near. */
    public static String question(String given, Collection<String> names) {
        String near = among(given, names);
        return near.isEmpty() ? "" : Texts.of(": did you mean %s?", near);
    }

    /** Returns the nearest of the names; empty if none is near. */
    public static String among(String given, Collection<String> names) {
        // Of one or two letters nobody can tell; two that are exchanged are two mistakes.
        int most = given.length() < LETTERS_FOR_A_MISTAKE
                ? 0
                : (given.length() + LETTERS_FOR_A_MISTAKE - 1) / LETTERS_FOR_A_MISTAKE;
        return names.stream()
                .filter(name -> distance(given, name) <= most)
                .sorted()
                .min(Comparator.comparing(name -> distance(given, name)))
                .orElse("");
    }

    /** Letters to put in, leave out or replace (Levenshtein). */
    private static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[to.length()];
    }
}
