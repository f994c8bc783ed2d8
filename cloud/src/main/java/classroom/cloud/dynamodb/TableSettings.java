package classroom.cloud.dynamodb;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** What was set of each table that DynamoDB Local has no place for, in memory or beside its file. */
final class TableSettings {
    private static final String FILE = "table-settings.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, ObjectNode> byTable = new HashMap<>();

    /** {@code null} if the settings end with the class. */
    private Path file;

    /** Keeps the settings in a folder, and finds those that an earlier class has kept there of these tables. */
    void in(Path folder, Set<String> tables) {
        file = folder.resolve(FILE);
        try {
            if (Files.exists(file)) {
                JSON.readTree(file.toFile()).properties().forEach(table -> {
                    if (tables.contains(table.getKey()) && table.getValue() instanceof ObjectNode set) {
                        byTable.put(table.getKey(), set);
                    }
                });
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot read " + file + ": delete it, and its tables have their usual class and encryption", e);
        }
    }

    /** A copy of what was set; an empty object, if nothing was. */
    ObjectNode of(String table) {
        return byTable.getOrDefault(table, JsonNodeFactory.instance.objectNode())
                .deepCopy();
    }

    void keep(String table, ObjectNode set) {
        if (!set.equals(byTable.put(table, set))) {
            save();
        }
    }

    void forget(String table) {
        if (byTable.remove(table) != null) {
            save();
        }
    }

    private void save() {
        if (file == null) {
            return;
        }
        try {
            Path next = file.resolveSibling(FILE + ".new");
            JSON.writeValue(next.toFile(), byTable);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
