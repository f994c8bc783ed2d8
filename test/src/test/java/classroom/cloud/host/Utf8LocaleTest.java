package classroom.cloud.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The chosen locale, as a program sees it. */
@EnabledOnOs(OS.LINUX)
class Utf8LocaleTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "LANG=",
                "LANG=C",
                "LANG=POSIX",
                "LANG=en_US.UTF-8",
                "LANG=xx_XX.UTF-8",
                "LANG=pt_BR.ISO-8859-1",
                "LC_ALL=C",
                "LC_ALL=xx_XX.UTF-8",
                "LANG=C.UTF-8 LC_ALL=C",
                "LANG=C.UTF-8 LC_CTYPE=C",
                // A locale that ssh brings from a Mac, and one of an incomplete installation.
                "LANG=C.UTF-8 LC_CTYPE=UTF-8",
                "LANG=C.UTF-8 LC_TIME=xx_XX.UTF-8"
            })
    void program_hasUtf8_andALocaleThatIsThere(String given) throws Exception {
        Map<String, String> variables = variables(given);

        Utf8Locale.choose(variables);

        assertThat(charmap(variables)).isEqualTo("UTF-8");
        variables.remove("LC_ALL");
        Map<String, String> before = variables(given);
        before.remove("LC_ALL");
        assertThat(variables).as("all but LC_ALL").isEqualTo(before);
    }

    /** The first who asks may be a mapping's reader whose class ends; another class may still be asked by this virtual machine. */
    @Test
    void firstWhoAsks_isInterrupted_andTheNextIsAnsweredAllTheSame() throws Exception {
        URL[] code = {Utf8Locale.class.getProtectionDomain().getCodeSource().getLocation()};
        try (URLClassLoader fresh = new URLClassLoader(code, ClassLoader.getPlatformClassLoader())) {
            Method choose = fresh.loadClass(Utf8Locale.class.getName()).getMethod("choose", Map.class);
            Thread.currentThread().interrupt();
            choose.invoke(null, new HashMap<>());
            assertThat(Thread.interrupted()).isTrue();

            Map<String, String> variables = new HashMap<>();
            choose.invoke(null, variables);

            assertThat(charmap(variables)).isEqualTo("UTF-8");
        }
    }

    @Test
    void localeOfUtf8_thatIsThere_staysAsItIs() throws Exception {
        String there = Child.run(new ProcessBuilder("locale", "-a"))
                .output()
                .lines()
                .filter(name -> name.matches("(?i).*utf-?8"))
                .findFirst()
                .orElseThrow();
        for (String given : new String[] {"LANG=" + there, "LC_ALL=" + there, "LANG=" + there + " LC_TIME=" + there}) {
            Map<String, String> variables = variables(given);

            Utf8Locale.choose(variables);

            assertThat(variables).isEqualTo(variables(given));
        }
    }

    private static Map<String, String> variables(String given) {
        Map<String, String> variables = new HashMap<>();
        for (String each : given.split(" ")) {
            int end = each.indexOf('=');
            if (end > 0) {
                variables.put(each.substring(0, end), each.substring(end + 1));
            }
        }
        return variables;
    }

    /** With every complaint of a locale that is not there. */
    private static String charmap(Map<String, String> variables) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("locale", "charmap");
        builder.environment().keySet().removeIf(name -> !name.equals("PATH"));
        builder.environment().putAll(variables);
        return Child.run(builder).output();
    }
}
