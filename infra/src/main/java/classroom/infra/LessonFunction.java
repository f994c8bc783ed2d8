package classroom.infra;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awscdk.services.dynamodb.Table;
import software.amazon.awscdk.services.iam.PolicyStatement;

/**
 * What a lesson says of one of its functions, as data: {@link TableFunction} makes it.
 *
 * @param name as the lessons call it
 * @param handler what Lambda runs
 * @param timeout of one invocation
 * @param actions of DynamoDB on the lesson's table, exactly those that the handler uses
 * @param places where in the table they are allowed, as an ARN goes on after the table's: empty for the table itself
 * @param conditions of that permission, in IAM's words; none for all of the table
 * @param environment its variables
 * @param permissions what its role allows it beside its own log
 */
record LessonFunction(
        String name,
        Class<? extends RequestStreamHandler> handler,
        Duration timeout,
        List<String> actions,
        List<String> places,
        Map<String, Object> conditions,
        Map<String, String> environment,
        List<PolicyStatement> permissions) {
    /** The place that is the table itself. */
    static final String TABLE = "";

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** @param actions without their service: <code>PutItem</code> */
    static LessonFunction of(String name, Class<? extends RequestStreamHandler> handler, String... actions) {
        List<String> full = Stream.of(actions).map("dynamodb:"::concat).toList();
        return new LessonFunction(name, handler, TIMEOUT, full, List.of(TABLE), Map.of(), Map.of(), List.of());
    }

    /** As long as one invocation may last at most. */
    LessonFunction lasting(Duration timeout) {
        return new LessonFunction(name, handler, timeout, actions, places, conditions, environment, permissions);
    }

    /** Its actions allowed in these places of the table: {@link #TABLE}, {@link #index(String)}. */
    LessonFunction in(String... places) {
        return new LessonFunction(
                name, handler, timeout, actions, List.of(places), conditions, environment, permissions);
    }

    /** The place that is an index of the table. */
    static String index(String name) {
        return "/index/" + name;
    }

    /** Its actions allowed only under these conditions. */
    LessonFunction onlyIf(Map<String, Object> conditions) {
        return new LessonFunction(name, handler, timeout, actions, places, conditions, environment, permissions);
    }

    /** With its actions allowed on this table and the table's name in this environment variable. */
    LessonFunction on(Table table, String variable) {
        Map<String, String> more = new LinkedHashMap<>(environment);
        more.put(variable, table.getTableName());
        return new LessonFunction(name, handler, timeout, actions, places, conditions, more, permissions)
                .allowed(PolicyStatement.Builder.create()
                        .sid("Table")
                        .actions(actions)
                        .resources(places.stream()
                                .map(place -> table.getTableArn() + place)
                                .toList())
                        .conditions(conditions)
                        .build());
    }

    /** With these permissions on top. */
    LessonFunction allowed(PolicyStatement... statements) {
        List<PolicyStatement> more = new ArrayList<>(permissions);
        more.addAll(List.of(statements));
        return new LessonFunction(name, handler, timeout, actions, places, conditions, environment, more);
    }

    /** The construct's id: that of <code>books-put</code> is <code>BooksPut</code>. */
    String id() {
        StringBuilder id = new StringBuilder();
        for (String word : name.split("-")) {
            id.append(Character.toUpperCase(word.charAt(0))).append(word, 1, word.length());
        }
        return id.toString();
    }
}
