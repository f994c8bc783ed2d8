package classroom.cloud.gateway;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a request names of the things of a class, each as the last part of its ARN: {@code table/books}, {@code
 * table/carros/index/por-cpf}, {@code function:hello}, of a queue its name. It is read from the envelope, whether the
 * service takes the request or not; the items in it are skipped.
 */
final class Named {
    private static final JsonFactory JSON = new JsonFactory();

    /** A function's name, ARN or partial ARN, with its qualifier or without. */
    private static final Pattern FUNCTION =
            Pattern.compile("/[0-9-]+/functions/(?:[^/]*:function:)?([\\w-]+)(?:[:/].*)?");

    /** The table, perhaps with an index, that a PartiQL statement is about. */
    private static final Pattern STATEMENT =
            Pattern.compile("(?i)\\b(?:from|into|update)\\s+\"?([\\w.-]+?)\"?(?:\\.\"([\\w.-]+)\")?(?:\\s|$)");

    /** What a transaction and a batch of statements are lists of. */
    private static final Set<String> LISTS = Set.of("TransactItems", "TransactStatements", "Statements");

    /** The parts of a transaction: each names its table. */
    private static final Set<String> ACTIONS = Set.of("ConditionCheck", "Delete", "Get", "Put", "Update");

    private final Set<String> names = new LinkedHashSet<>();

    private Named() {}

    /** The names in a request of a service, in their order. */
    static Set<String> in(Call call, String service) {
        Named named = new Named();
        if (service.equals("lambda")) {
            Matcher function = FUNCTION.matcher(call.path().replace("%3A", ":"));
            if (function.matches()) {
                named.names.add("function:" + function.group(1));
            }
        } else if (call.header("x-amz-target").isPresent()) {
            try (JsonParser body = JSON.createParser(call.body())) {
                if (body.nextToken() == JsonToken.START_OBJECT) {
                    named.object(body);
                }
            } catch (IOException e) {
                // The service refuses it; what it has named so far is told.
            }
        }
        return named.names;
    }

    /** Reads an object whose brace was read. */
    private void object(JsonParser body) throws IOException {
        String table = "";
        String index = "";
        while (body.nextToken() == JsonToken.FIELD_NAME) {
            String member = body.currentName();
            boolean text = body.nextToken() == JsonToken.VALUE_STRING;
            if (text) {
                switch (member) {
                    case "TableName" -> table = body.getText();
                    case "IndexName" -> index = body.getText();
                    case "StreamArn", "ResourceArn" -> names.add(last(body.getText()));
                    case "QueueUrl" -> names.add(body.getText().replaceFirst(".*/", ""));
                    case "Statement" -> statement(body.getText());
                    default -> {
                        // Names nothing that is drawn.
                    }
                }
            } else if (member.equals("RequestItems")) {
                batch(body);
            } else if (LISTS.contains(member)) {
                list(body);
            } else if (ACTIONS.contains(member) && body.currentToken() == JsonToken.START_OBJECT) {
                object(body);
            } else {
                body.skipChildren();
            }
        }
        if (!table.isEmpty()) {
            table(table, index);
        }
    }

    /** The tables of a batch: each is a member. */
    private void batch(JsonParser body) throws IOException {
        boolean open = body.currentToken() == JsonToken.START_OBJECT;
        while (open && body.nextToken() == JsonToken.FIELD_NAME) {
            table(body.currentName(), "");
            body.nextToken();
            body.skipChildren();
        }
    }

    private void list(JsonParser body) throws IOException {
        boolean open = body.currentToken() == JsonToken.START_ARRAY;
        while (open && body.nextToken() == JsonToken.START_OBJECT) {
            object(body);
        }
    }

    private void statement(String text) {
        Matcher about = STATEMENT.matcher(text);
        if (about.find()) {
            table(about.group(1), about.group(2) == null ? "" : about.group(2));
        }
    }

    /** @param table its name or ARN */
    private void table(String table, String index) {
        String named = table.startsWith("arn:") ? last(table) : "table/" + table;
        names.add(index.isEmpty() ? named : named + "/index/" + index);
    }

    private static String last(String arn) {
        return arn.replaceFirst("^(?:[^:]*:){5}", "");
    }
}
