package classroom.cloud.dynamodb;

import classroom.cloud.gateway.AwsError;
import classroom.cloud.gateway.Protocol;
import classroom.template.api.DynamoDbApi;
import classroom.template.policy.DynamoDbQuestions;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import java.util.function.Function;

/**
 * The existing tables. A request for another table is refused here, because DynamoDB Local keeps 9.5 KB of native
 * memory for each name in any request. It refuses invalid names itself, and keeps nothing for them.
 */
final class Tables {
    private static final String NOT_FOUND = "Requested resource not found";

    private final Arns arns;
    private final Set<String> names;
    private final LifeCycle lifeCycle;

    /** @param names the database's own record of them, kept up here */
    Tables(Set<String> names, Arns arns, LifeCycle lifeCycle) {
        this.names = names;
        this.arns = arns;
        this.lifeCycle = lifeCycle;
    }

    void add(String name) {
        names.add(name);
    }

    void remove(String name) {
        names.remove(name);
    }

    boolean has(String name) {
        return names.contains(name);
    }

    /** Whether it is the name, or the ARN, of a table that there is not, or that items cannot be in yet. */
    private boolean lacks(String nameOrArn, boolean ofItems) {
        String name = arns.tableName(nameOrArn);
        return names.contains(name)
                ? ofItems && lifeCycle.isCreating(name)
                : name.length() < 3 || DynamoDbApi.tableName().accepts(name);
    }

    /** What an operation on tables says of one that there is not. */
    static AwsError notFound(String name) {
        return new AwsError(400, "ResourceNotFoundException", NOT_FOUND + ": Table: " + name + " not found");
    }

    /**
     * Refuses a request that names a table that there is not.
     *
     * @param operation on items or on tables
     * @param ofItems whether it is on items: then DynamoDB does not say which
     */
    void check(String operation, JsonNode request, boolean ofItems) {
        for (String table : DynamoDbQuestions.tables(operation, request)) {
            if (lacks(table, ofItems)) {
                throw ofItems
                        ? new AwsError(400, "ResourceNotFoundException", NOT_FOUND)
                        : notFound(arns.tableName(table));
            }
        }
    }

    /**
     * Carries out a batch of statements, each of which fails by itself (API Reference, "BatchStatementError"): those on
     * tables that there are not stay here.
     *
     * @param rest carries out the others
     */
    EmbeddedDynamoDb.Answer batch(ObjectNode request, Function<ObjectNode, EmbeddedDynamoDb.Answer> rest) {
        ArrayNode there = JsonNodeFactory.instance.arrayNode();
        ArrayNode answers = JsonNodeFactory.instance.arrayNode();
        for (JsonNode statement : request.path("Statements")) {
            if (DynamoDbQuestions.tables("ExecuteStatement", statement).stream()
                    .anyMatch(table -> lacks(table, true))) {
                ObjectNode error = JsonNodeFactory.instance.objectNode();
                error.putObject("Error").put("Code", "ResourceNotFound").put("Message", NOT_FOUND);
                answers.add(error);
            } else {
                there.add(statement);
                answers.addNull();
            }
        }
        boolean tooMany = answers.size()
                > DynamoDbApi.operation("BatchExecuteStatement")
                        .input()
                        .members()
                        .get("Statements")
                        .max();
        if (tooMany || there.size() == answers.size()) {
            return rest.apply(request);
        }
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        if (!there.isEmpty()) {
            request.set("Statements", there);
            EmbeddedDynamoDb.Answer ofThere = rest.apply(request);
            if (ofThere.status() != 200) {
                return ofThere;
            }
            answer = Protocol.json(ofThere.body());
            int next = 0;
            for (int i = 0; i < answers.size(); i++) {
                if (answers.get(i).isNull()) {
                    answers.set(i, answer.path("Responses").path(next++));
                }
            }
        }
        answer.set("Responses", answers);
        return new EmbeddedDynamoDb.Answer(200, Protocol.bytes(answer));
    }
}
