package classroom.template.language;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** A language in which the tool speaks. */
public enum Language {
    ENGLISH("en"),
    PORTUGUESE("pt-BR");

    /** Chooses the language; any other value than these tags, or {@code pt}, means English. */
    public static final String VARIABLE = "CLASSROOM_LANG";

    private final String tag;

    Language(String tag) {
        this.tag = tag;
    }

    /** Its tag, as BCP 47 has it. */
    public String tag() {
        return tag;
    }

    /**
     * The language of a person: that of {@code CLASSROOM_LANG}, else of the first that is set of {@code LC_ALL},
     * {@code LC_MESSAGES} and {@code LANG} (POSIX, "Internationalization Variables"), else of the system. The variables
     * are read as text: no such locale has to exist on the machine.
     */
    static Language of(Map<String, String> environment, Locale system) {
        String text = Stream.of(VARIABLE, "LC_ALL", "LC_MESSAGES", "LANG")
                .map(name -> environment.getOrDefault(name, "").strip())
                .filter(value -> !value.isEmpty())
                .findFirst()
                .orElse(system.getLanguage())
                .toLowerCase(Locale.ROOT);
        return text.matches("pt([-_.@].*)?") ? PORTUGUESE : ENGLISH;
    }
}
