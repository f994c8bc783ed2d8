package classroom.template.language;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.template.cost.Prices;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewArrayTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every text that the tool prints exists in both languages, and no translation is of a text that is gone. */
class TextsTest {
    private static final Pattern PLACE = Pattern.compile("%(\\d+\\$)?[-#+ 0,(]*\\d*(\\.\\d+)?[a-zA-Z%]");

    /** The scripts' {@code text('…')}, which reads the same bundle. */
    private static final Pattern IN_A_SCRIPT = Pattern.compile("\\btext\\(\\s*'((?:[^'\\\\]|\\\\.)*)'");

    private static Map<String, String> portuguese;
    private static Set<String> english;
    private static final List<String> unread = new ArrayList<>();

    @BeforeAll
    static void read() throws IOException {
        portuguese = new ObjectMapper()
                .readValue(
                        Texts.class.getResourceAsStream("pt-BR.json"),
                        new TypeReference<LinkedHashMap<String, String>>() {});
        english = new TreeSet<>();
        List<Path> sources = new ArrayList<>();
        for (String module : List.of("template", "infra", "cloud", "cli", "bench")) {
            try (Stream<Path> files =
                    Files.walk(Path.of("").toAbsolutePath().getParent().resolve(module + "/src/main/java"))) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
            }
        }
        for (String script : List.of("build.mjs", "java.mjs", "infra/app.mjs")) {
            IN_A_SCRIPT
                    .matcher(Files.readString(Path.of("").toAbsolutePath().resolveSibling(script)))
                    .results()
                    .forEach(text -> english.add(text.group(1).replaceAll("\\\\(.)", "$1")));
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, manager, null, List.of(), null, manager.getJavaFileObjectsFromPaths(sources));
            task.parse().forEach(unit -> unit.accept(new Calls(), null));
        }
        for (String data : List.of("prices.json", "types.json")) {
            collect(new ObjectMapper().readTree(Prices.class.getResourceAsStream(data)));
        }
    }

    /** Adds the texts of the price table: what is charged or refused, units in both numbers, ways out. */
    private static void collect(JsonNode data) {
        data.properties().forEach(member -> {
            if (List.of("what", "paid", "howMuch", "remains", "wayOut", "unit").contains(member.getKey())) {
                english.add(member.getValue().textValue());
            }
            if (member.getKey().equals("unit") && !data.has("per")) {
                english.add(member.getValue().textValue().replaceFirst("s$", ""));
            }
        });
        data.forEach(TextsTest::collect);
    }

    @Test
    void everyText_isThereInPortuguese() {
        assertThat(portuguese.keySet()).containsAll(english);
    }

    @Test
    void everyTranslation_isOfATextThatIsPrinted() {
        assertThat(english).containsAll(portuguese.keySet());
    }

    @Test
    void translations_haveThePlacesOfTheirTexts() {
        assertThat(portuguese)
                .allSatisfy((text, translation) ->
                        assertThat(places(translation)).as(text).isEqualTo(places(text)));
    }

    @Test
    void bundle_isSorted() {
        assertThat(new ArrayList<>(portuguese.keySet())).isSorted();
    }

    @Test
    void everyTextOfAnAnnotation_isAConstant() {
        assertThat(unread).isEmpty();
    }

    /** The places in the order of their arguments. */
    private static List<String> places(String text) {
        return PLACE.matcher(text)
                .results()
                .map(place -> place.group().replaceFirst("\\d+\\$", ""))
                .sorted()
                .toList();
    }

    /** Finds {@code Texts.of(text, …)} and {@code Texts.later(text)} with a constant text. */
    private static final class Calls extends TreeScanner<Void, Void> {
        private static final Set<String> HELP = Set.of("Command", "Option", "Parameters");
        private static final Set<String> PRINTED =
                Set.of("header", "description", "footer", "exitCodeList", "exitCodeListHeading", "synopsisHeading");
        private static final Pattern EXIT_CODE = Pattern.compile("^[0-9N]+:");

        @Override
        public Void visitMethodInvocation(MethodInvocationTree call, Void none) {
            String method = call.getMethodSelect().toString();
            if (method.equals("Texts.of") || method.equals("Texts.later")) {
                String text = constant(call.getArguments().get(0));
                if (text != null) {
                    english.add(text);
                }
            }
            return super.visitMethodInvocation(call, none);
        }

        /** picocli's help: {@code classroom.cli.Manual} translates it where it is printed. */
        @Override
        public Void visitAnnotation(AnnotationTree annotation, Void none) {
            if (HELP.contains(annotation.getAnnotationType().toString())) {
                for (ExpressionTree argument : annotation.getArguments()) {
                    AssignmentTree member = (AssignmentTree) argument;
                    if (PRINTED.contains(member.getVariable().toString())) {
                        lines(member.getExpression()).forEach(this::add);
                    }
                }
            }
            return super.visitAnnotation(annotation, none);
        }

        private static List<? extends ExpressionTree> lines(ExpressionTree member) {
            return member instanceof NewArrayTree array ? array.getInitializers() : List.of(member);
        }

        private void add(ExpressionTree line) {
            String text = constant(line);
            if (text == null) {
                unread.add(line.toString());
            } else if (!text.isBlank()) {
                english.add(EXIT_CODE.matcher(text).replaceFirst(""));
            }
        }

        /** The text of literals and what joins them; null if it is none. */
        private static String constant(ExpressionTree tree) {
            if (tree instanceof ParenthesizedTree inner) {
                return constant(inner.getExpression());
            }
            if (tree instanceof LiteralTree literal) {
                return literal.getValue() instanceof String text ? text : null;
            }
            if (tree instanceof BinaryTree sum && tree.getKind() == Tree.Kind.PLUS) {
                String left = constant(sum.getLeftOperand());
                String right = constant(sum.getRightOperand());
                return left == null || right == null ? null : left + right;
            }
            return null;
        }
    }
}
