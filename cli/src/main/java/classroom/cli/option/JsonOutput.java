package classroom.cli.option;

import classroom.template.language.Texts;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Option;

/** The option {@code --json} of a command whose answer a script may want; docs/json.md has the members. */
public final class JsonOutput {
    /** It changes only when a member that is there goes or means something else. */
    private static final int VERSION = 1;

    private boolean asked;

    @Option(names = "--json", description = "Prints JSON, for scripts: see docs/json.md.")
    private void ask(boolean given) {
        asked = given;
        if (given) {
            Texts.speakEnglish();
        }
    }

    /** Whether it was given. */
    public boolean isAsked() {
        return asked;
    }

    /** Begins an answer. */
    public static ObjectNode answer() {
        return object().put("version", VERSION);
    }

    /** Begins an object that stands in an answer. */
    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** Prints an answer to standard output, in UTF-8 whatever the locale is. */
    public static void print(ObjectNode answer) {
        try {
            byte[] text = new ObjectMapper()
                    .writerWithDefaultPrettyPrinter()
                    .writeValueAsString(answer)
                    .getBytes(StandardCharsets.UTF_8);
            PrintStream out = System.out;
            out.write(text, 0, text.length);
            out.println();
            out.flush();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
