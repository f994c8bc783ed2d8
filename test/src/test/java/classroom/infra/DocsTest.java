package classroom.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.text.TextContentRenderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The Markdown pages: short lines, links that lead somewhere, and READMEs that stay one screen to the first success. */
class DocsTest {
    private static final int LINE = 120;
    private static final int WORDS_OF_A_README = 750;

    /** What Maven and npm fetch or make is not ours. */
    private static final Set<String> NOT_OURS = Set.of("node_modules", "target", "cdk.out", ".git");

    static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>();
        collect(Project.ROOT, pages);
        assertThat(pages).hasSizeGreaterThan(50);
        return pages;
    }

    private static void collect(Path folder, List<Path> pages) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                if (Files.isDirectory(file) && !NOT_OURS.contains(name(file))) {
                    collect(file, pages);
                } else if (name(file).endsWith(".md")) {
                    pages.add(file);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void line_ofText_fitsAScreen(Path page) throws IOException {
        List<String> tooLong = new ArrayList<>();
        boolean fenced = false;
        int number = 0;
        for (String line : Files.readAllLines(page)) {
            number++;
            fenced ^= line.strip().startsWith("```");
            // A row of a table, a command and its output cannot be wrapped.
            if (!fenced && !line.startsWith("|") && line.codePointCount(0, line.length()) > LINE) {
                tooLong.add(number + ": " + line);
            }
        }
        assertThat(number).as("%s has lines", page).isPositive();
        assertThat(tooLong).as("wrap these lines of %s at %d", page, LINE).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void link_toAFile_leadsThere_andToAHeadingThatIsThere(Path page) {
        for (String link : links(page)) {
            if (link.startsWith("https://")) {
                continue;
            }
            String[] parts = link.split("#", 2);
            Path target =
                    parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
            assertThat(target).as("%s links to %s", page, link).exists();
            if (parts.length == 2) {
                assertThat(anchors(target)).as("%s links to %s", page, link).contains(parts[1]);
            }
        }
    }

    @Test
    void page_underDocs_isLinkedFromAnother() throws IOException {
        Set<Path> linked = new TreeSet<>();
        for (Path page : pages()) {
            for (String link : links(page)) {
                Path target = page.resolveSibling(link.replaceFirst("#.*", "")).normalize();
                if (!target.equals(page)) {
                    linked.add(target);
                }
            }
        }
        // README links to the folder of the decisions, which GitHub lists.
        List<Path> alone = pages().stream()
                .filter(page -> page.startsWith(Project.ROOT.resolve("docs")))
                .filter(page -> !linked.contains(page) && !linked.contains(page.getParent()))
                .toList();
        assertThat(alone)
                .as("no page links to these: add them to the READMEs' maps")
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"README.md, docs/images/terminal.svg", "README.pt-BR.md, docs/images/terminal.pt-BR.svg"})
    void readme_isShort_andShowsATerminalBeforeItsFirstHeading(String name, String terminal) throws IOException {
        Path readme = Project.ROOT.resolve(name);
        String text = Files.readString(readme);

        assertThat(text.split("\\s+").length).as("words of %s", name).isLessThanOrEqualTo(WORDS_OF_A_README);
        assertThat(text.substring(0, text.indexOf("\n## "))).contains("](" + terminal + ")");
        assertThat(text).contains("./mvnw verify", "./classroom tour", "](docs/architecture.svg)");
    }

    @Test
    void readmes_ofBothLanguages_linkToTheSamePages() {
        Set<String> english = pagesOf("README.md");

        assertThat(english).hasSizeGreaterThan(10);
        assertThat(pagesOf("README.pt-BR.md")).isEqualTo(english);
    }

    /** Each in English, also if the link is in another language. */
    private static Set<String> pagesOf(String readme) {
        return links(Project.ROOT.resolve(readme)).stream()
                .map(link -> link.replaceFirst("#.*", ""))
                .map(link -> link.replace(".pt-BR.", ".").replace("/pt-BR/", "/en/"))
                .filter(link -> !link.equals("README.md"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @ParameterizedTest
    @MethodSource("translations")
    void page_inPortuguese_hasTheSameHeadingsAsInEnglish(Path page) {
        Path english = page.resolveSibling(name(page).replace(".pt-BR.md", ".md"));

        assertThat(headings(page).stream().map(Heading::getLevel))
                .isEqualTo(headings(english).stream().map(Heading::getLevel).toList());
        assertThat(links(page)).as("links to the other language").contains(name(english));
        assertThat(links(english)).as("links to the other language").contains(name(page));
    }

    static List<Path> translations() throws IOException {
        return pages().stream().filter(page -> name(page).endsWith(".pt-BR.md")).toList();
    }

    /** A test runs the lessons' commands and compares what they print; the picture shows nothing else. */
    @ParameterizedTest
    @CsvSource({"docs/images/terminal.svg, en", "docs/images/terminal.pt-BR.svg, pt-BR"})
    void terminal_printsWhatTheLessonsPrint(String terminal, String language) throws IOException {
        List<String> lessons = new ArrayList<>();
        for (Path page : pages()) {
            if (page.startsWith(Project.ROOT.resolve("docs/lessons").resolve(language))) {
                lessons.addAll(Files.readAllLines(page));
            }
        }
        List<String> shown = Pattern.compile("class=\"(?:command|output|ready)\"[^>]*>([^<]*)<")
                .matcher(Files.readString(Project.ROOT.resolve(terminal)))
                .results()
                .map(result -> result.group(1))
                .toList();

        assertThat(shown).hasSizeGreaterThan(10);
        assertThat(shown.stream().filter(line -> !lessons.contains(line)))
                .as("no lesson shows these lines of %s", terminal)
                .isEmpty();
    }

    private static List<String> links(Path page) {
        List<String> links = new ArrayList<>();
        parsed(page).accept(new AbstractVisitor() {
            @Override
            public void visit(Link link) {
                links.add(link.getDestination());
                super.visit(link);
            }

            @Override
            public void visit(Image image) {
                links.add(image.getDestination());
                super.visit(image);
            }
        });
        return links;
    }

    private static List<Heading> headings(Path page) {
        List<Heading> headings = new ArrayList<>();
        parsed(page).accept(new AbstractVisitor() {
            @Override
            public void visit(Heading heading) {
                headings.add(heading);
            }
        });
        return headings;
    }

    /** As GitHub makes them. */
    private static List<String> anchors(Path page) {
        return headings(page).stream()
                .map(heading -> TextContentRenderer.builder().build().render(heading))
                .map(text -> text.toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .strip()
                        .replace(' ', '-'))
                .toList();
    }

    private static Node parsed(Path page) {
        try {
            return Parser.builder().build().parse(Files.readString(page));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }
}
