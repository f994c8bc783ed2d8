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
    private static Language language = Language.of(System.getenv(), Locale.getDefault(Locale.Category.DISPLAY));
    private static Map<String, String> translations = translations();

    private Texts() {}

    /** The language of this process. */
    public static Language language() {
        return language;
    }

    /** Speaks English from now on, whoever reads: an answer in JSON is never translated. */
    public static void speakEnglish() {
        language = Language.ENGLISH;
        translations = translations();
    }

    /**
     * Returns the text in the language of this process.
     *
     * @param english the text in English; with arguments a pattern of {@link String#format}
     * @param arguments what stands in the places of the pattern. Numbers are written as in English
     */
    public static String of(String english, Object... arguments) {
        String text = translations.getOrDefault(english, english);
        return arguments.length == 0 ? text : String.format(Locale.ROOT, text, arguments);
    }

    /** Marks a text that is translated where it is printed, by {@link #of}; returns it as it is. */
    public static String later(String english) {
        return english;
    }

    private static Map<String, String> translations() {
        if (language == Language.ENGLISH) {
            return Map.of();
        }
        try (InputStream bundle = Texts.class.getResourceAsStream(language.tag() + ".json")) {
            return new ObjectMapper().readValue(bundle, new TypeReference<>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
