package classroom.template.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiTest {

    /** How many operations each had in the models of the day; a newer model has more. */
    @ParameterizedTest
    @CsvSource({
        "dynamodb, 58, 2012-08-10",
        "dynamodbstreams, 4, 2012-08-10",
        "lambda, 85, 2015-03-31",
        "sqs, 23, 2012-11-05",
        "logs, 113, 2014-03-28",
        "sts, 11, 2011-06-15",
        "ssm, 146, 2014-11-06",
        "cloudformation, 90, 2010-05-15",
        "iam, 176, 2010-05-08"
    })
    void operations_areThoseOfTheModel(String service, int least, String version) {
        Api api = Api.of(service);

        assertThat(api.operations()).hasSizeGreaterThanOrEqualTo(least);
        assertThat(api.version()).isEqualTo(service.equals("dynamodb") ? "" : version);
        api.operations().values().forEach(operation -> complete(operation.input(), new HashSet<>()));
    }

    /** Each shape is there, with a type that readers know. */
    private static void complete(Shape shape, Set<String> seen) {
        assertThat(shape).isNotNull();
        if (!seen.add(shape.name())) {
            return;
        }
        assertThat(shape.type())
                .isIn(
                        "structure",
                        "union",
                        "list",
                        "map",
                        "string",
                        "enum",
                        "blob",
                        "boolean",
                        "integer",
                        "long",
                        "double",
                        "timestamp");
        shape.accepts("its pattern is one of Java's");
        shape.members().values().forEach(member -> complete(member, seen));
        if (List.of("list", "map").contains(shape.type())) {
            complete(shape.element(), seen);
        }
    }

    @Test
    void serviceWithoutAModel_isNone() {
        assertThatThrownBy(() -> Api.of("ec2")).hasMessage("no model of ec2");
    }

    /** Every operation is found by its own method and path, and its labels have their values. */
    @Test
    void operationOfLambda_isFoundByItsPath() {
        Api lambda = Api.of("lambda");
        lambda.operations().forEach((name, operation) -> {
            Route route = operation.route();
            List<String> path = route.path().stream()
                    .map(part -> part.replaceAll("[{}]", "%"))
                    .toList();
            Map<String, String> query = route.query().isEmpty()
                    ? Map.of()
                    : Map.of(route.query().split("=")[0], route.query().split("=")[1]);

            assertThat(lambda.routed(route.method(), path, query)).hasValue(operation);
            route.labels(path).forEach((label, value) -> assertThat(value).isEqualTo("%" + label + "%"));
            assertThat(lambda.routed("PATCH", path, query)).isEmpty();
            assertThat(lambda.routed(
                            route.method(),
                            Stream.concat(path.stream(), Stream.of("x", "y")).toList(),
                            query))
                    .isEmpty();
        });
    }

    @Test
    void routes_ofDifferentOperations_differ() {
        assertThat(Api.of("lambda").operations().values())
                .extracting(operation -> operation.route().method()
                        + operation.route().path().stream()
                                .map(part -> part.startsWith("{") ? "{}" : part)
                                .toList()
                        + operation.route().query())
                .doesNotHaveDuplicates();
    }
}
