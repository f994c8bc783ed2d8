package classroom.cli.tour;

import classroom.cli.tour.Operation.Service;
import classroom.template.language.Texts;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;

/** Deletes a table; the class continues to work without it. */
final class DestroySteps {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private DestroySteps() {}

    static void teach(Walk walk) {
        walk.step(Texts.of("Delete books, with everything in it"));
        walk.dynamodb(
                "DeleteTable", "{TableName: 'books'}", "/TableDescription/TableName", "/TableDescription/TableStatus");
        walk.until(Texts.of("the table must be gone"), PATIENCE, () -> {
            JsonNode tables = walk.quietly(new Operation(Service.DYNAMODB, "ListTables", "{}"))
                    .path("TableNames");
            return tables.toString().contains("\"books\"") ? Optional.empty() : Optional.of(tables);
        });
        walk.refuses(
                "ResourceNotFoundException", new Operation(Service.DYNAMODB, "DescribeTable", "{TableName: 'books'}"));
        walk.note(Texts.of("Nobody is asked, and there is no way back: the table has no deletion protection."));

        walk.step(Texts.of("The function's stream after that"));
        walk.asking("Lambda ListEventSourceMappings");
        String result = walk.until(Texts.of("the mapping must say that its stream is gone"), PATIENCE, () -> {
            String last = FunctionOnStreamSteps.mapping(walk)
                    .path("LastProcessingResult")
                    .asText();
            return last.startsWith("PROBLEM") ? Optional.of(last) : Optional.empty();
        });
        walk.tell(result);
        walk.note(Texts.of("The records in the stream can be read for 24 hours; then they are deleted."));

        walk.step(Texts.of("The class goes on without it"));
        walk.invoke("hello", "{nome: 'Ana', sobrenome: 'Souza'}").expect(200);
        walk.invoke("account-list", "{}", "/count").expect(200);
    }
}
