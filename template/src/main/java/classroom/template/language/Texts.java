package classroom.template.language;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;

/**
 * The texts that the tool prints. The English text stands where it is printed, and is its own key in the one bundle of
 * translations, {@code pt-BR.json}, as with gettext.
 *
 * <p>Never translated: AWS's messages, names, JSON, and what other programs read.
 */
public final class Texts {
    /** The language of this process. */
    public static final Language LANGUAGE = Language.of(System.getenv(), Locale.getDefault(Locale.Category.DISPLAY));

    private static final Map<String, String> TRANSLATIONS = translations();

    private Texts() {}

    /**
     * Returns the text in the language of this process.
     *
     * @param english the text in English; with arguments a pattern of {@link String#format}
     * @param arguments what stands in the places of the pattern. Numbers are written as in English
     */
    public static String of(String english, Object... arguments) {
        String text = TRANSLATIONS.getOrDefault(english, english);
        return arguments.length == 0 ? text : String.format(Locale.ROOT, text, arguments);
    }

    /** Marks a text that is translated where it is printed, by {@link #of}; returns it as it is. */
    public static String later(String english) {
        return english;
    }

    private static Map<String, String> translations() {
        if (LANGUAGE == Language.ENGLISH) {
            return Map.of();
        }
        try (InputStream bundle = Texts.class.getResourceAsStream(LANGUAGE.tag() + ".json")) {
            return new ObjectMapper().readValue(bundle, new TypeReference<>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
