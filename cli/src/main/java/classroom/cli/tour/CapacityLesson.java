package classroom.cli.tour;

import classroom.cli.tour.Operation.Service;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;

/** Changes capacity and deletes a table; the class continues to work. */
final class CapacityLesson implements Lesson {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @Override
    public String title() {
        return "Capacity, and the end of a table";
    }

    @Override
    public void teach(Walk walk) {
        walk.step("Switch books to on-demand");
        walk.dynamodb(
                "UpdateTable",
                "{TableName: 'books', BillingMode: 'PAY_PER_REQUEST'}",
                "/TableDescription/TableStatus",
                "/TableDescription/BillingModeSummary/BillingMode");
        walk.dynamodb(
                        "DescribeTable",
                        "{TableName: 'books'}",
                        "/Table/BillingModeSummary/BillingMode",
                        "/Table/ProvisionedThroughput/WriteCapacityUnits")
                .expect("/Table/BillingModeSummary/BillingMode", "'PAY_PER_REQUEST'")
                .expect("/Table/ProvisionedThroughput/WriteCapacityUnits", 0);
        walk.invoke("books-query", "{Author: 'Ana Souza'}").expect(200).expect("/count", 5);
        walk.note("No capacity to plan; each request is paid for. The always-free 25 units do not cover it.");

        walk.step("Delete books, with everything in it");
        walk.dynamodb(
                "DeleteTable", "{TableName: 'books'}", "/TableDescription/TableName", "/TableDescription/TableStatus");
        walk.until("the table must be gone", PATIENCE, () -> {
            JsonNode tables = walk.quietly(new Operation(Service.DYNAMODB, "ListTables", "{}"))
                    .path("TableNames");
            return tables.toString().contains("\"books\"") ? Optional.empty() : Optional.of(tables);
        });
        walk.refuses(
                "ResourceNotFoundException", new Operation(Service.DYNAMODB, "DescribeTable", "{TableName: 'books'}"));

        walk.step("The function's stream after that");
        walk.asking("Lambda ListEventSourceMappings");
        String result = walk.until("the mapping must say that its stream is gone", PATIENCE, () -> {
            String last = FunctionOnStreamLesson.mapping(walk)
                    .path("LastProcessingResult")
                    .asText();
            return last.startsWith("PROBLEM") ? Optional.of(last) : Optional.empty();
        });
        walk.tell(result);
        walk.note("The records in the stream can be read for 24 hours; then they are deleted.");

        walk.step("The class goes on without it");
        walk.invoke("hello", "{nome: 'Ana', sobrenome: 'Souza'}").expect(200);
        walk.invoke("account-list", "{}").expect(200);
    }
}
