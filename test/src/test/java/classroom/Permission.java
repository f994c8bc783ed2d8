package classroom;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * One line of the reviewed matrix, {@code permissions.txt}.
 *
 * @param resource as it is in its ARN, without {@code arn:aws:SERVICE:REGION:ACCOUNT:}
 * @param conditions each as {@code OPERATOR KEY VALUE …}; all must hold
 */
public record Permission(String function, String action, String resource, List<String> conditions) {

    /** The matrix as somebody wrote it by hand. */
    public static List<Permission> reviewed() {
        List<Permission> permissions = new ArrayList<>();
        try (InputStream file = Permission.class.getResourceAsStream("/permissions.txt")) {
            String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            for (String line : text.lines().map(String::strip).toList()) {
                if (line.startsWith("and ")) {
                    Permission before = permissions.remove(permissions.size() - 1);
                    permissions.add(before.onlyIf(line.substring("and ".length())));
                } else if (!line.isEmpty() && !line.startsWith("#")) {
                    String[] words = line.split("\\s+", 4);
                    Permission permission = new Permission(words[0], words[1], words[2], List.of());
                    permissions.add(words[3].equals("-") ? permission : permission.onlyIf(words[3]));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return permissions;
    }

    /** The functions of the class: those that somebody has reviewed. */
    public static Set<String> functions() {
        return reviewed().stream().map(Permission::function).collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * Says how to change the matrix to these permissions: a line for each permission that only one of them has. It is a
     * question: the person who adds a line decides that the function needs it.
     */
    public static List<String> toDo(Collection<Permission> granted) {
        List<String> toDo = new ArrayList<>();
        List<Permission> unlisted = new ArrayList<>(granted);
        reviewed().forEach(unlisted::remove);
        unlisted.forEach(permission -> toDo.add("permissions.txt: add, if the function needs it: " + permission));
        List<Permission> ungranted = reviewed();
        granted.forEach(ungranted::remove);
        ungranted.forEach(
                permission -> toDo.add("permissions.txt: remove, for its role does not grant it: " + permission));
        return toDo;
    }

    /** Returns its line, as the file has it. */
    @Override
    public String toString() {
        return function + " " + action + " " + resource + " "
                + (conditions.isEmpty() ? "-" : String.join(" and ", conditions));
    }

    private Permission onlyIf(String condition) {
        List<String> more = new ArrayList<>(conditions);
        more.add(condition);
        return new Permission(function, action, resource, more);
    }
}
