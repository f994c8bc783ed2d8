package classroom.lessons;

import classroom.clients.ClassProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.text.TextContentRenderer;

/**
 * A lesson as it is written.
 *
 * @param file its file
 * @param source its Markdown
 * @param headings each with its level, its text and its line
 * @param blocks its fenced blocks, without those that are another's output
 */
record Lesson(Path file, String source, List<Title> headings, List<Block> blocks) {
    static final Path FOLDER = ClassProcess.root().resolve(Path.of("docs", "lessons"));

    private static final Pattern NOT_RUN = Pattern.compile("(?:Not run by the tests|Os testes não o executam): (.+)");

    record Title(int level, String text, int line) {}

    /** The lessons in a language, in their order. */
    static List<Lesson> in(String language) {
        try (Stream<Path> files = Files.list(FOLDER.resolve(language))) {
            return files.filter(file -> file.getFileName().toString().matches("\\d.*\\.md"))
                    .sorted()
                    .map(Lesson::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The language of its text, in which the program speaks too. */
    String language() {
        return file.getParent().getFileName().toString();
    }

    /** The same lesson in another language. */
    Lesson translated(String language) {
        return read(FOLDER.resolve(language).resolve(name()));
    }

    String name() {
        return file.getFileName().toString();
    }

    @Override
    public String toString() {
        return name();
    }

    static Lesson read(Path file) {
        String source;
        try {
            source = Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Node document = Parser.builder()
                .includeSourceSpans(IncludeSourceSpans.BLOCKS)
                .build()
                .parse(source);
        List<Title> headings = new ArrayList<>();
        List<Block> blocks = new ArrayList<>();
        document.accept(new AbstractVisitor() {
            @Override
            public void visit(Heading heading) {
                headings.add(new Title(heading.getLevel(), text(heading), line(heading)));
                super.visit(heading);
            }

            @Override
            public void visit(FencedCodeBlock fenced) {
                if (!isOutput(fenced) || !(fenced.getPrevious() instanceof FencedCodeBlock)) {
                    blocks.add(block(fenced));
                }
            }
        });
        return new Lesson(file, source, headings, blocks);
    }

    private static Block block(FencedCodeBlock fenced) {
        String[] info = fenced.getInfo().split(" ", 2);
        Optional<String> output = fenced.getNext() instanceof FencedCodeBlock next && isOutput(next)
                ? Optional.of(next.getLiteral())
                : Optional.empty();
        Optional<String> reason = Optional.empty();
        if (fenced.getPrevious() instanceof Paragraph before) {
            Matcher notRun = NOT_RUN.matcher(text(before).replace('\n', ' '));
            reason = notRun.find() ? Optional.of(notRun.group(1)) : Optional.empty();
        }
        return new Block(line(fenced), info[0], info.length == 1 ? "" : info[1], fenced.getLiteral(), output, reason);
    }

    private static boolean isOutput(FencedCodeBlock fenced) {
        return fenced.getInfo().equals("text") || fenced.getInfo().equals("json");
    }

    private static int line(Node node) {
        return node.getSourceSpans().get(0).getLineIndex() + 1;
    }

    private static String text(Node node) {
        return TextContentRenderer.builder().build().render(node);
    }
}
