package classroom.infra.parts;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awscdk.services.dynamodb.Table;
import software.amazon.awscdk.services.iam.PolicyStatement;

/**
 * Declares one function of a lesson, as data; {@link TableFunction} makes it.
 *
 * @param name of the function in the lessons
 * @param handler what Lambda runs
 * @param timeout of one invocation
 * @param actions of DynamoDB on the lesson's table: exactly those that the handler uses outside of a transaction
 * @param transacted actions of DynamoDB on that table that the handler uses only within {@code TransactWriteItems}
 * @param places where the actions are allowed: each is the end of an ARN that begins with the table's, empty for the
 *     table itself
 * @param conditions of that permission, as IAM writes them; empty if there are none
 */
public record LessonFunction(
        String name,
        Class<? extends RequestStreamHandler> handler,
        Duration timeout,
        List<String> actions,
        List<String> transacted,
        List<String> places,
        Map<String, Object> conditions) {
    /** The place that is the table itself. */
    public static final String TABLE = "";

    private static final Map<String, Object> WITHIN_A_TRANSACTION =
            Map.of("ForAnyValue:StringEquals", Map.of("dynamodb:EnclosingOperation", List.of("TransactWriteItems")));

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /**
     * Declares a function that uses these actions on the table itself.
     *
     * @param name of the function in the lessons
     * @param handler what Lambda runs
     * @param actions without their service: {@code PutItem}
     */
    public static LessonFunction of(String name, Class<? extends RequestStreamHandler> handler, String... actions) {
        return new LessonFunction(name, handler, TIMEOUT, full(actions), List.of(), List.of(TABLE), Map.of());
    }

    private static List<String> full(String... actions) {
        return Stream.of(actions).map("dynamodb:"::concat).toList();
    }

    /** Returns this function with another timeout. */
    public LessonFunction lasting(Duration timeout) {
        return new LessonFunction(name, handler, timeout, actions, transacted, places, conditions);
    }

    /** Returns this function with its actions allowed in these places: {@link #TABLE}, {@link #index(String)}. */
    public LessonFunction in(String... places) {
        return new LessonFunction(name, handler, timeout, actions, transacted, List.of(places), conditions);
    }

    /** Returns the place that is an index of the table. */
    public static String index(String name) {
        return "/index/" + name;
    }

    /** Returns this function with its actions allowed only under these conditions. */
    public LessonFunction onlyIf(Map<String, Object> conditions) {
        return new LessonFunction(name, handler, timeout, actions, transacted, places, conditions);
    }

    /**
     * Returns this function with more actions on the table itself, allowed only within a transaction.
     *
     * <p>Source: DynamoDB Developer Guide, "Using IAM with DynamoDB transactions", "Allow only transactional
     * operations".
     *
     * @param transacted without their service: {@code PutItem}
     */
    public LessonFunction transacting(String... transacted) {
        return new LessonFunction(name, handler, timeout, actions, full(transacted), places, conditions);
    }

    /** Returns what its role allows on the table. */
    PolicyStatement[] permissions(Table table) {
        List<PolicyStatement> permissions = new ArrayList<>();
        if (!actions.isEmpty()) {
            permissions.add(PolicyStatement.Builder.create()
                    .sid("Table")
                    .actions(actions)
                    .resources(places.stream()
                            .map(place -> table.getTableArn() + place)
                            .toList())
                    .conditions(conditions)
                    .build());
        }
        if (!transacted.isEmpty()) {
            permissions.add(PolicyStatement.Builder.create()
                    .sid("Transaction")
                    .actions(transacted)
                    .resources(List.of(table.getTableArn()))
                    .conditions(WITHIN_A_TRANSACTION)
                    .build());
        }
        return permissions.toArray(PolicyStatement[]::new);
    }

    /** Returns the construct's id: {@code BooksPut} for {@code books-put}. */
    String id() {
        StringBuilder id = new StringBuilder();
        for (String word : name.split("-")) {
            id.append(Character.toUpperCase(word.charAt(0))).append(word, 1, word.length());
        }
        return id.toString();
    }
}
