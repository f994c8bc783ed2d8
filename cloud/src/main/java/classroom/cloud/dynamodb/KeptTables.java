package classroom.cloud.dynamodb;

import classroom.cloud.gateway.AwsError;
import classroom.template.policy.DynamoDbQuestions;
import classroom.template.policy.UnreadableRequest;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/** The tables that a class finds in its folder, until the templates have taken them over. */
final class KeptTables {
    private final DynamoDbQuestions questions;
    private final Arns arns;

    /** The tables of an earlier class that nobody has taken over, and where they are. */
    private final Set<String> left = new ConcurrentSkipListSet<>();

    /** {@code null} if the database is not kept. */
    private Path folder;

    /** The tables that may be written to while the class is being deployed into its folder; {@code null} for all. */
    private volatile Set<String> kept;

    KeptTables(DynamoDbQuestions questions, Arns arns) {
        this.questions = questions;
        this.arns = arns;
    }

    /** Says in which folder the database is kept, and which tables an earlier class has left there. */
    void in(Path place, Collection<String> tables) {
        folder = place;
        left.addAll(tables);
        kept = left();
    }

    /** Says that the next class finds every table that there is now. */
    void deployed() {
        kept = null;
    }

    boolean isKept() {
        return folder != null;
    }

    Set<String> left() {
        return Set.copyOf(left);
    }

    Optional<Path> takeOver(String table) {
        return left.remove(table) ? Optional.of(folder) : Optional.empty();
    }

    void forget(String table) {
        left.remove(table);
    }

    /**
     * Nothing is acknowledged that the next class would not find: 503, which every SDK tries again ("Error handling
     * with DynamoDB").
     *
     * @param operation one that writes
     */
    void check(String operation, JsonNode request) {
        Set<String> there = kept;
        if (there == null) {
            return;
        }
        boolean found;
        try {
            found = questions.of(operation, request).stream()
                    .map(question -> question.resource() + "/")
                    .allMatch(resource -> there.stream()
                            .anyMatch(table -> resource.startsWith(arns.account() + "table/" + table + "/")));
        } catch (UnreadableRequest e) {
            found = false;
        }
        if (!found) {
            throw new AwsError(
                    503,
                    "ServiceUnavailable",
                    "The class is starting, and a write might be lost now. Try again when it says "
                            + "that it is ready.");
        }
    }
}
