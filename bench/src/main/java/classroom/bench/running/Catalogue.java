package classroom.bench.running;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Invented books, the same in every run: some 250 bytes each, with the same number of books for each author. */
public final class Catalogue {
    /** The books of each author. */
    public static final int OF_AN_AUTHOR = 25;

    private static final String NOTE = "A book that nobody has written, for tables to grow with. It has a note of "
            + "about the length that notes on books have.";

    private Catalogue() {}

    /** The name of the author of the n-th book, counted from 0. */
    public static String author(int book) {
        return String.format(Locale.ROOT, "Author %06d", book / OF_AN_AUTHOR);
    }

    /** The title of the n-th book. */
    public static String title(int book) {
        return String.format(Locale.ROOT, "Volume %06d", book);
    }

    /** Writes the first books, one a line. */
    public static Path write(Path file, int books) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (int book = 0; book < books; book++) {
                out.write(String.format(
                        Locale.ROOT,
                        "{\"Author\":\"%s\",\"Title\":\"%s\",\"Year\":%d,\"Rating\":%d,\"Note\":\"%s\"}%n",
                        author(book),
                        title(book),
                        1900 + book % 100,
                        1 + book % 5,
                        NOTE));
            }
        }
        return file;
    }
}
