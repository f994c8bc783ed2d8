package classroom.cloud.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamedTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'TableName': 'books', 'Key': {'TableName': 'other'}} | table/books",
                "{'IndexName': 'por-cpf', 'TableName': 'carros'} | table/carros/index/por-cpf",
                "{'TableName': 'arn:aws:dynamodb:us-east-2:000000000000:table/books'} | table/books",
                "{'ResourceArn': 'arn:aws:dynamodb:us-east-2:0:table/books'} | table/books",
                "{'StreamArn': 'arn:aws:dynamodb:us-east-2:0:table/books/stream/1:2'} | table/books/stream/1:2",
                "{'RequestItems': {'a': [{'PutRequest': {}}], 'b': {'Keys': []}}, 'TableName': 'c'} | table/a table/b table/c",
                "{'TransactItems': [{'Put': {'TableName': 'a', 'Item': {'Put': {'M': {}}}}}, {'Get': {'TableName': 'b'}}]} | table/a table/b",
                "{'Statement': 'SELECT * FROM \"carros\".\"por-cpf\" WHERE cpf = 1'} | table/carros/index/por-cpf",
                "{'Statements': [{'Statement': 'insert into a value {}'}, {'Statement': 'UPDATE \"b\" SET c = 1'}]} | table/a table/b",
                "{'QueueUrl': 'http://127.0.0.1:4566/000000000000/failed'} | failed",
                "{'TransactItems': {'Put': 1}, 'RequestItems': [1], 'TableName': ['a']} | ``",
                "{'TableName': 'books', | ``",
                "['TableName'] | ``",
                "`` | ``",
            })
    void request_namesTablesIndexesAndQueues(String body, String names) {
        assertThat(named("/", body.replace("\"", "\\\"").replace('\'', '"'), "dynamodb"))
                .isEqualTo(names);
    }

    @ParameterizedTest
    @CsvSource({
        "/2015-03-31/functions/hello/invocations, function:hello",
        "/2015-03-31/functions/hello:1/invocations, function:hello",
        "/2015-03-31/functions/arn%3Aaws%3Alambda%3Aus-east-2%3A000000000000%3Afunction%3Ahello%3Alive/invocations, function:hello",
        "/2017-10-31/functions/000000000000:function:hello/concurrency, function:hello",
        "/2015-03-31/functions/hello, function:hello",
        "/2015-03-31/functions/, ''",
        "/2015-03-31/functions/%zz/invocations, ''",
        "/2015-03-31/event-source-mappings/, ''",
    })
    void path_namesAFunction(String path, String names) {
        assertThat(named(path, "{\"TableName\": \"books\"}", "lambda")).isEqualTo(names);
    }

    @Test
    void form_namesNothing() {
        Call call = new Call("POST", "/", "", Map.of(), "TableName=books".getBytes(StandardCharsets.UTF_8), null, "id");
        assertThat(Named.in(call, "iam")).isEmpty();
    }

    private static String named(String path, String body, String service) {
        Map<String, String> headers = Map.of("x-amz-target", "Any.Operation");
        return String.join(
                " ",
                Named.in(
                        new Call("POST", path, "", headers, body.getBytes(StandardCharsets.UTF_8), null, "id"),
                        service));
    }
}
