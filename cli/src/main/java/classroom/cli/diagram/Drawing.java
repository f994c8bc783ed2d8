package classroom.cli.diagram;

import classroom.cli.terminal.Terminal;
import classroom.cloud.gateway.Xml;
import classroom.template.diagram.Architecture;
import classroom.template.diagram.Arrow;
import classroom.template.diagram.Lesson;
import classroom.template.diagram.Target;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Lays the architecture out and writes it as SVG: a band for each lesson, functions on the left, what they use on the
 * right. A row is an arrow; what is on the right is as high as the rows of its arrows, so that as a rule every arrow is
 * a straight line.
 *
 * <p>Nothing is measured with a font, for those of two machines differ: widths leave room for a wide one, and longer
 * texts are cut and stand whole in the tooltip.
 */
final class Drawing {
    private static final int WIDTH = 1000;
    private static final int MARGIN = 20;
    private static final int PADDING = 16;
    private static final int FUNCTION_X = MARGIN + PADDING;
    private static final int FUNCTION_WIDTH = 204;
    private static final int TARGET_WIDTH = 288;
    private static final int TARGET_X = WIDTH - MARGIN - PADDING - TARGET_WIDTH;
    private static final int ROW = 42;
    private static final int BOX = 36;
    private static final int LINE = 15;
    private static final int BAND_GAP = 14;
    private static final int BAND_TITLE = 36;

    /** So many characters have room between functions and tables, in a function's box and in a table's. */
    private static final int ARROW_TEXT = 62;

    private static final int FUNCTION_TEXT = 23;
    private static final int TARGET_TEXT = 43;

    private static final String STYLE = """
            text{font:12px system-ui,"Segoe UI",Helvetica,Arial,sans-serif;fill:#1f2328}
            .title{font-size:18px;font-weight:600}
            .lesson{font-size:14px;font-weight:600}
            .name{font:600 13px ui-monospace,SFMono-Regular,Consolas,"Liberation Mono",monospace}
            .small{font-size:11px;fill:#59636e}
            .page{fill:#fff}
            .band{fill:#f6f8fa;stroke:#d1d9e0}
            .function{fill:#fff3e0;stroke:#bf6a02}
            .table,.index,.stream{fill:#eaf3ff;stroke:#0969da}
            .index{fill:#f3f8ff}
            .stream{fill:#e6fbf2;stroke:#1a7f37}
            .queue{fill:#fdeff7;stroke:#bf3989}
            .elsewhere{fill:none;stroke:#59636e;stroke-dasharray:4 3}
            .arrow{fill:none;stroke:#59636e;stroke-width:1.3}
            .head{fill:#59636e}
            @media (prefers-color-scheme:dark){
            text{fill:#f0f6fc}
            .small{fill:#9198a1}
            .page{fill:#0d1117}
            .band{fill:#151b23;stroke:#3d444d}
            .function{fill:#33220c;stroke:#db8a1f}
            .table,.index,.stream{fill:#0f2747;stroke:#4493f8}
            .index{fill:#11203a}
            .stream{fill:#0e2a1c;stroke:#3fb950}
            .queue{fill:#351a2b;stroke:#db61a2}
            .elsewhere{fill:none;stroke:#9198a1}
            .arrow{stroke:#9198a1}
            .head{fill:#9198a1}
            }
            """;

    private final Architecture architecture;
    private final StringBuilder body = new StringBuilder();

    Drawing(Architecture architecture) {
        this.architecture = architecture;
    }

    String svg() {
        int y = header();
        for (Lesson lesson : architecture.lessons()) {
            y = band(lesson, y) + BAND_GAP;
        }
        for (String note : architecture.notes()) {
            y += LINE;
            text(MARGIN, y, "small", note);
        }
        int height = y + MARGIN;
        String page = """
                <?xml version="1.0" encoding="UTF-8"?>
                <!-- Drawn from the template by ./classroom diagram: change the template, not this. -->
                <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d" role="img" \
                aria-labelledby="title desc">
                <title id="title">Architecture of %3$s</title>
                <desc id="desc">%4$s</desc>
                <style>
                %5$s</style>
                <defs><marker id="head" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" \
                markerUnits="userSpaceOnUse" orient="auto"><path class="head" d="M0 0 8 4 0 8z"/></marker></defs>
                <rect class="page" width="%1$d" height="%2$d"/>
                %6$s</svg>
                """;
        return format(
                page,
                WIDTH,
                height,
                Xml.escaped(architecture.title()),
                Xml.escaped(String.join("\n", description())),
                STYLE,
                body);
    }

    private int header() {
        int functions = 0;
        int tables = 0;
        for (Lesson lesson : architecture.lessons()) {
            functions += lesson.functions().size();
            tables += (int) lesson.targets().values().stream()
                    .filter(target -> target.kind() == Target.Kind.TABLE)
                    .count();
        }
        text(MARGIN, 36, "title", architecture.title());
        text(
                MARGIN,
                56,
                "small",
                functions + " functions, " + tables
                        + " tables. An arrow is what the function's role allows there; it allows"
                        + " nothing else but what is named at the end.");
        return 72;
    }

    /** Draws a lesson from a height on; where it ends. */
    private int band(Lesson lesson, int top) {
        Map<String, List<Integer>> slots = new HashMap<>();
        int start = body.length();
        text(FUNCTION_X, top + 24, "lesson", lesson.name());
        int targetsEnd = targets(lesson, top + BAND_TITLE, slots);
        int functionsEnd = functions(lesson, top + BAND_TITLE, slots);
        int bottom = Math.max(targetsEnd, functionsEnd) + PADDING - (ROW - BOX) / 2;
        // Behind all of that, now that its height is known.
        body.insert(start, rectangle("band", MARGIN, top, WIDTH - 2 * MARGIN, bottom - top));
        return bottom;
    }

    /** Draws the right side. The rows of each target's arrows go to {@code slots}, by ARN. */
    private int targets(Lesson lesson, int top, Map<String, List<Integer>> slots) {
        int y = top;
        String owner = null;
        for (Target target : lesson.targets().values()) {
            if (owner != null && !owner.equals(target.owner())) {
                y += ROW - BOX;
            }
            owner = target.owner();
            int arrows = (int) lesson.arrows().stream()
                    .filter(arrow -> arrow.target().equals(target.arn()))
                    .count();
            int needed = LINE * (target.details().size() + 1) + 14;
            int height = Math.max(arrows * ROW, needed);
            List<Integer> rows = new ArrayList<>();
            for (int i = 0; i < arrows; i++) {
                rows.add(y + (height - arrows * ROW) / 2 + i * ROW);
            }
            slots.put(target.arn(), rows);
            target(target, y, height);
            y += height;
        }
        return y;
    }

    private void target(Target target, int y, int height) {
        String style = switch (target.kind()) {
            case TABLE -> "table";
            case LOCAL_INDEX, GLOBAL_INDEX -> "index";
            case STREAM -> "stream";
            case QUEUE -> "queue";
            case ELSEWHERE -> "elsewhere";
        };
        group(target.words() + (target.details().isEmpty() ? "" : ": " + String.join("; ", target.details())));
        body.append(rectangle(style, TARGET_X, y, TARGET_WIDTH, height));
        int lineY = y + (height - LINE * (target.details().size() + 1)) / 2 + 12;
        String kind = target.kind().toString();
        String name = Terminal.clip(target.name(), TARGET_TEXT - kind.length() - 10);
        body.append(format(
                "<text x=\"%d\" y=\"%d\"><tspan class=\"name\">%s</tspan><tspan class=\"small\" "
                        + "dx=\"8\">%s</tspan></text>\n",
                TARGET_X + 12, lineY, Xml.escaped(name), kind));
        for (String detail : target.details()) {
            lineY += LINE;
            text(TARGET_X + 12, lineY, "small", Terminal.clip(detail, TARGET_TEXT));
        }
        body.append("</g>\n");
    }

    /** Draws the left side and the arrows, each row beside its slot on the right if that is still free. */
    private int functions(Lesson lesson, int top, Map<String, List<Integer>> slots) {
        int y = top;
        for (String function : lesson.functions().keySet()) {
            List<Arrow> arrows = lesson.arrowsOf(function);
            int first = -1;
            for (Arrow arrow : arrows) {
                int slot = slots.get(arrow.target()).remove(0);
                int row = Math.max(y, slot);
                first = first < 0 ? row : first;
                arrow(arrow, row + ROW / 2, slot + ROW / 2);
                y = row + ROW;
            }
            if (first < 0) {
                text(FUNCTION_X + FUNCTION_WIDTH + 16, y + ROW / 2 + 4, "small", "uses nothing of the class");
                first = y;
                y += ROW;
            }
            function(function, lesson.functions().get(function), first + (ROW - BOX) / 2, y - (ROW - BOX) / 2);
        }
        return y;
    }

    private void function(String name, String handler, int top, int bottom) {
        group("function " + name + ", handler " + handler);
        body.append(rectangle("function", FUNCTION_X, top, FUNCTION_WIDTH, bottom - top));
        int middle = (top + bottom) / 2;
        text(FUNCTION_X + 12, middle - 2, "name", Terminal.clip(name, FUNCTION_TEXT));
        String[] parts = handler.split("\\.");
        String shown = parts.length < 2 ? handler : parts[parts.length - 2] + "." + parts[parts.length - 1];
        text(FUNCTION_X + 12, middle + 13, "small", Terminal.clip(shown, FUNCTION_TEXT + 6));
        body.append("</g>\n");
    }

    private void arrow(Arrow arrow, int from, int to) {
        group(words(arrow));
        int left = FUNCTION_X + FUNCTION_WIDTH;
        String path = arrow.back() ? path(TARGET_X, to, left, from) : path(left, from, TARGET_X, to);
        body.append("<path class=\"arrow\" marker-end=\"url(#head)\" d=\"" + path + "\"/>\n");
        List<String> lines = new ArrayList<>();
        if (!arrow.actions().isEmpty()) {
            lines.add(String.join(", ", arrow.actions()));
        }
        if (!arrow.notes().isEmpty()) {
            lines.add(String.join("; ", arrow.notes()));
        }
        for (int i = 0; i < lines.size(); i++) {
            text(
                    left + 16,
                    i == 0 ? from - 5 : from + 13,
                    i == 0 ? "actions" : "small",
                    Terminal.clip(lines.get(i), ARROW_TEXT));
        }
        body.append("</g>\n");
    }

    private static String path(int x, int y, int toX, int toY) {
        if (y == toY) {
            return "M" + x + " " + y + "H" + toX;
        }
        // Level at both ends, and beside the text at the function's.
        int bend = (toX - x) / 4;
        return format("M%d %dC%d %d %d %d %d %d", x, y, x + 3 * bend, y, toX - bend, toY, toX, toY);
    }

    private void group(String tooltip) {
        body.append("<g><title>").append(Xml.escaped(tooltip)).append("</title>\n");
    }

    private static String rectangle(String style, int x, int y, int width, int height) {
        return format(
                "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>\n", style, x, y, width, height);
    }

    private void text(int x, int y, String style, String text) {
        body.append(format("<text class=\"%s\" x=\"%d\" y=\"%d\">%s</text>\n", style, x, y, Xml.escaped(text)));
    }

    /** With the same digits in every locale. */
    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    /** The whole picture in words, for those who do not see it. */
    private List<String> description() {
        List<String> lines = new ArrayList<>();
        for (Lesson lesson : architecture.lessons()) {
            lines.add("Lesson " + lesson.name() + ".");
            for (Target target : lesson.targets().values()) {
                lines.add(sentence(target.words()
                        + target.details().stream().map(", "::concat).reduce("", String::concat)));
            }
            for (String function : lesson.functions().keySet()) {
                List<Arrow> arrows = lesson.arrowsOf(function);
                if (arrows.isEmpty()) {
                    lines.add("Function " + function + " uses nothing of the class.");
                }
                arrows.forEach(arrow -> lines.add(sentence(words(arrow))));
            }
        }
        lines.addAll(architecture.notes());
        return lines;
    }

    private String words(Arrow arrow) {
        Target target = architecture.lessons().stream()
                .filter(lesson -> lesson.functions().containsKey(arrow.function()))
                .map(lesson -> lesson.targets().get(arrow.target()))
                .findFirst()
                .orElseThrow();
        String actions = arrow.actions().isEmpty() ? "" : ": " + String.join(", ", arrow.actions());
        String notes = arrow.notes().isEmpty() ? "" : " (" + String.join("; ", arrow.notes()) + ")";
        return (arrow.back()
                        ? target.words() + " calls function " + arrow.function()
                        : "function " + arrow.function() + " on " + target.words())
                + actions
                + notes;
    }

    private static String sentence(String words) {
        return Character.toUpperCase(words.charAt(0)) + words.substring(1) + ".";
    }
}
