package classroom.cloud.lambda.streams;

import classroom.template.language.Texts;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checkpoints in a file: {@code checkpoints N}, then N lines with the state when the file was written, then a line for
 * each later change: {@code mapping ID STREAM FUNCTION}, {@code at ID SHARD POSITION}. Now and then, and whenever a
 * mapping is added or removed, a file with only the current state replaces it.
 *
 * <p>When {@link #put} returns, the operating system has the line, so the line outlives the process. It is not forced
 * to the disk: after a power loss a few batches are handled again, as may happen at any time. A later line that is
 * incomplete or unreadable is ignored, with the same effect. Without the N lines no position is known: then every
 * mapping begins with the oldest record of its stream.
 */
final class FileCheckpoints implements Checkpoints {
    /** So many lines are a few hundred kilobytes. */
    private static final int LINES = 10_000;

    private static final Pattern HEAD = Pattern.compile("checkpoints ([0-9]{1,9})");

    private final Path file;
    private final Consumer<String> console;
    private final Map<String, Mapping> mappings = new LinkedHashMap<>();
    /** The mappings of this class, by table and function. */
    private final Set<String> begun = new HashSet<>();
    /** The reason why the state of an earlier local class is unknown; {@code null} if it is known. */
    private String unreadable;
    /** No channel: a thread that is interrupted, as readers are at the end, would close it. */
    private OutputStream out;

    private int lines;
    private boolean told;

    /** The known state of a mapping; without a feed it was never added. */
    private static final class Mapping {
        private final Map<String, String> positions = new LinkedHashMap<>();
        private Feed feed;
    }

    FileCheckpoints(Path file, boolean used, Consumer<String> console) {
        this.file = file;
        this.console = console;
        try {
            unreadable = open(used).map(problem -> file + " " + problem).orElse(null);
            // A mapping whose making was cut off is made again, from its starting position.
            mappings.values().removeIf(mapping -> mapping.feed == null);
            rewrite();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep " + file + ": " + e, e);
        }
    }

    /** Reads the file, and returns its problem, if any. */
    private Optional<String> open(boolean used) throws IOException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return used ? Optional.of("is missing") : Optional.empty();
        }
        if (!Files.isRegularFile(file)) {
            Files.move(file, file.resolveSibling(file.getFileName() + ".aside-" + System.currentTimeMillis()));
            return Optional.of("was not a file and is now beside it");
        }
        boolean whole;
        try {
            whole = read(Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return Optional.of("cannot be read (" + e + ")");
        }
        if (whole) {
            return Optional.empty();
        }
        mappings.clear();
        return Optional.of("is damaged");
    }

    /** Whether the lines that must be there are. */
    private boolean read(String text) {
        List<String> all = text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        Matcher head = HEAD.matcher(all.isEmpty() ? "" : all.get(0));
        if (!head.matches()) {
            return false;
        }
        int counted = Integer.parseInt(head.group(1));
        boolean whole = all.size() > counted;
        for (int i = 1; i < all.size(); i++) {
            whole &= apply(all.get(i).split(" ")) || i > counted;
        }
        return whole;
    }

    private boolean apply(String... words) {
        if (words.length == 4 && words[0].equals("mapping")) {
            mappings.computeIfAbsent(words[1], id -> new Mapping()).feed = new Feed(words[2], words[3]);
        } else if (words.length == 4 && words[0].equals("at")) {
            mappings.computeIfAbsent(words[1], id -> new Mapping()).positions.put(words[2], words[3]);
        } else {
            return false;
        }
        return true;
    }

    @Override
    public synchronized Optional<String> mapping(Feed feed) {
        return mappings.entrySet().stream()
                .filter(mapping -> feed.equals(mapping.getValue().feed))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    @Override
    public synchronized Optional<String> lost(Feed feed) {
        if (begun.contains(feed.key())) {
            return Optional.empty();
        }
        return Optional.ofNullable(unreadable)
                .or(() -> mappings.values().stream()
                        .filter(mapping -> isEarlier(mapping, feed))
                        .map(mapping -> file + " is of the stream " + mapping.feed.stream() + ", and the table has "
                                + feed.stream())
                        .findFirst());
    }

    private static boolean isEarlier(Mapping mapping, Feed feed) {
        return mapping.feed != null && mapping.feed.isEarlierThan(feed);
    }

    @Override
    public synchronized void begin(String mapping, Feed feed) {
        begun.add(feed.key());
        mappings.values().removeIf(other -> isEarlier(other, feed));
        apply("mapping", mapping, feed.stream(), feed.function());
        write("");
    }

    @Override
    public synchronized Optional<String> find(Place place) {
        return Optional.ofNullable(mappings.get(place.mapping())).map(known -> known.positions.get(place.shard()));
    }

    @Override
    public synchronized void put(Place place, String position) {
        String[] words = {"at", place.mapping(), place.shard(), position};
        apply(words);
        write(line(words));
    }

    @Override
    public synchronized void forget(String mapping) {
        mappings.remove(mapping);
        write("");
    }

    /** Appends a line; without a line, or when there are many, the whole file is written again. */
    private void write(String line) {
        try {
            if (out == null || line.isEmpty() || ++lines > LINES) {
                rewrite();
            } else {
                out.write(bytes(line));
            }
        } catch (IOException e) {
            // A line that is there in part would spoil the next one: that one rewrites the file.
            closeFile();
            if (!told) {
                told = true;
                console.accept(Texts.of(
                        "Cannot write %s: %s. After a restart, changes that functions have handled since now"
                                + " come to them again.",
                        file, e));
            }
        }
    }

    /** Replaces the file by one with the same state in as few lines as possible. */
    private void rewrite() throws IOException {
        closeFile();
        List<String> all = new ArrayList<>();
        mappings.forEach((id, mapping) -> {
            if (mapping.feed != null) {
                all.add(line("mapping", id, mapping.feed.stream(), mapping.feed.function()));
            }
            mapping.positions.forEach((shard, position) -> all.add(line("at", id, shard, position)));
        });
        String text = line("checkpoints", Integer.toString(all.size())) + String.join("", all);
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (OutputStream stream = new FileOutputStream(fresh.toFile())) {
            stream.write(bytes(text));
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        out = new FileOutputStream(file.toFile(), true);
        lines = 0;
    }

    private static String line(String... words) {
        return String.join(" ", words) + '\n';
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private void closeFile() {
        try {
            if (out != null) {
                out.close();
            }
        } catch (IOException e) {
            // Nothing is buffered here, so nothing can be lost.
        } finally {
            out = null;
        }
    }

    @Override
    public synchronized void close() {
        closeFile();
    }
}
