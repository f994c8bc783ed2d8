package classroom.cloud.host;

import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A UTF-8 locale for virtual machines that the local class starts. They decode the names of folders and files with it.
 * A locale that the machine does not have counts as {@code C}; then no Java class is found in a folder "João". The
 * launch scripts choose in the same way for the local class itself ({@code java.mjs}).
 */
public final class Utf8Locale {
    /** The machine's, in the words of {@code locale -a}: {@code C.utf8}, {@code en_US.utf8}. */
    private static List<String> names;

    private Utf8Locale() {}

    /** Sets {@code LC_ALL}, which beats the others, unless the variables name such locales already and nothing else. */
    public static void choose(Map<String, String> variables) {
        if (File.separatorChar == '\\') {
            return;
        }
        List<String> given = variables.entrySet().stream()
                .filter(variable ->
                        variable.getKey().equals("LANG") || variable.getKey().startsWith("LC_"))
                .map(Map.Entry::getValue)
                .filter(value -> !value.isEmpty())
                .toList();
        if (given.isEmpty() || !given.stream().map(Utf8Locale::plain).allMatch(Utf8Locale::isThere)) {
            variables.put("LC_ALL", preferred());
        }
    }

    /** In English if there is one. If the machine lists none, the name that every newer C library knows. */
    private static String preferred() {
        List<String> all = names();
        return all.stream()
                .filter(name -> name.startsWith("C.") || name.startsWith("en_US."))
                .findFirst()
                .orElse(all.isEmpty() ? "C.UTF-8" : all.get(0));
    }

    private static boolean isThere(String plain) {
        return names().stream().map(Utf8Locale::plain).anyMatch(plain::equals);
    }

    /** A name as it is compared: {@code C.utf8} and {@code C.UTF-8} are one. */
    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replace("-", "");
    }

    /** Read once, but not by an interrupted thread, because its result would stay until this virtual machine ends. */
    private static synchronized List<String> names() {
        if (names == null) {
            try {
                names = read();
            } catch (HostException interrupted) {
                return List.of();
            }
        }
        return names;
    }

    private static List<String> read() {
        try {
            return Child.run(new ProcessBuilder("locale", "-a"))
                    .output()
                    .lines()
                    .filter(name -> plain(name).endsWith(".utf8"))
                    .toList();
        } catch (IOException e) {
            return List.of(); // musl has no such program and no other encoding.
        }
    }
}
