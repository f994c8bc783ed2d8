package classroom.cloud.lambda.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import classroom.cloud.gateway.AwsError;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.event.ruler.Ruler;

class FiltersTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Has each kind of leaf: a text, a number that is a text, a truth, a null, a list, a missing one. */
    private static final String RECORD = """
            {"eventID": "0d9c6ee6f0b4ef4b5a5c8b1c4b3f9e21", "eventName": "MODIFY", "eventVersion": "1.1",
             "eventSource": "aws:dynamodb", "awsRegion": "us-east-2",
             "dynamodb": {"ApproximateCreationDateTime": 1.7953056E9,
                          "Keys": {"Id": {"N": "101"}},
                          "NewImage": {"Id": {"N": "101"}, "Name": {"S": "Alice"}, "Empty": {"S": ""},
                                       "Region": {"S": "us-east-2"}, "Sold": {"BOOL": true}, "Gone": {"NULL": true},
                                       "Tags": {"SS": ["new", "blue"]},
                                       "Address": {"M": {"City": {"S": "Porto"}}}},
                          "OldImage": {"Id": {"N": "101"}, "Name": {"S": "Bob"}, "Nothing": null},
                          "SequenceNumber": "111", "SizeBytes": 300, "StreamViewType": "NEW_AND_OLD_IMAGES"},
             "userIdentity": {"type": "Service", "principalId": "dynamodb.amazonaws.com"},
             "eventSourceARN": "arn:aws:dynamodb:us-east-2:000000000000:table/t/stream/2026"}
            """;

    /**
     * The examples of the Lambda Developer Guide ("Control which events Lambda sends to your function", its table of
     * operators, and "Using event filtering with a DynamoDB event source"), of Event Ruler's README, and what others
     * recorded on AWS (LocalStack's test_dynamodb_event_filter, 2025-11-25: marked R).
     */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            null, of a value that is null                | {'dynamodb':{'OldImage':{'Nothing':[null]}}}                              | true
            null, of a text                              | {'dynamodb':{'NewImage':{'Name':{'S':[null]}}}}                           | false
            empty                                        | {'dynamodb':{'NewImage':{'Empty':{'S':['']}}}}                            | true
            empty, of a text that is not                 | {'dynamodb':{'NewImage':{'Name':{'S':['']}}}}                             | false
            equals                                       | {'dynamodb':{'NewImage':{'Name':{'S':['Alice']}}}}                        | true
            equals has no other case                     | {'dynamodb':{'NewImage':{'Name':{'S':['alice']}}}}                        | false
            equals, ignoring the case                    | {'dynamodb':{'NewImage':{'Name':{'S':[{'equals-ignore-case':'alice'}]}}}} | true
            and                                          | {'eventName':['MODIFY'],'dynamodb':{'Keys':{'Id':{'N':['101']}}}}         | true
            and, one of them not                         | {'eventName':['INSERT'],'dynamodb':{'Keys':{'Id':{'N':['101']}}}}         | false
            or, R                                        | {'eventName':['INSERT','MODIFY']}                                         | true
            or of several fields                         | {'$or':[{'eventName':['REMOVE']},{'awsRegion':['us-east-2']}]}            | true
            or of several fields, none                   | {'$or':[{'eventName':['REMOVE']},{'awsRegion':['eu-west-1']}]}            | false
            not                                          | {'dynamodb':{'NewImage':{'Name':{'S':[{'anything-but':['Bob']}]}}}}       | true
            not, but it is                               | {'dynamodb':{'NewImage':{'Name':{'S':[{'anything-but':['Alice']}]}}}}     | false
            numeric equals                               | {'dynamodb':{'SizeBytes':[{'numeric':['=',300]}]}}                        | true
            numeric equals compares values               | {'dynamodb':{'SizeBytes':[{'numeric':['=',3.0e2]}]}}                      | true
            numeric range                                | {'dynamodb':{'SizeBytes':[{'numeric':['>',10,'<=',300]}]}}                | true
            numeric range, above                         | {'dynamodb':{'SizeBytes':[{'numeric':['>',10,'<',300]}]}}                 | false
            numeric sees no number in the text of N, R   | {'dynamodb':{'NewImage':{'Id':{'N':[{'numeric':['>',100]}]}}}}            | false
            numeric and anything-but, the other one, R   | {'dynamodb':{'NewImage':{'Id':{'N':[{'numeric':['>',100]},{'anything-but':'7'}]}}}} | true
            numeric of the time, R                       | {'dynamodb':{'ApproximateCreationDateTime':[{'numeric':['>',0]}]}}        | true
            a number equals its text                     | {'dynamodb':{'SizeBytes':[300]}}                                          | true
            a number does not equal another text of it   | {'dynamodb':{'SizeBytes':[300.0]}}                                        | false
            nor in scientific notation                   | {'dynamodb':{'SizeBytes':[3.0e2]}}                                        | false
            a number beside its value                    | {'dynamodb':{'SizeBytes':[{'numeric':['=',300]},300.0]}}                  | true
            a text of N equals no number                 | {'dynamodb':{'NewImage':{'Id':{'N':[101]}}}}                              | false
            a number that is no attribute of DynamoDB    | {'dynamodb':{'SizeBytes':[123456789012345678901234567890]}}               | false
            exists, R                                    | {'dynamodb':{'NewImage':{'Name':{'S':[{'exists':true}]}}}}                | true
            exists, of what is not there                 | {'dynamodb':{'NewImage':{'Price':{'N':[{'exists':true}]}}}}               | false
            exists works on leaf nodes only              | {'dynamodb':{'NewImage':{'Name':[{'exists':true}]}}}                      | false
            does not exist                               | {'dynamodb':{'NewImage':{'Price':{'N':[{'exists':false}]}}}}              | true
            does not exist, but it does                  | {'dynamodb':{'NewImage':{'Name':{'S':[{'exists':false}]}}}}               | false
            does not exist, of what is no leaf, R        | {'dynamodb':{'NewImage':{'Name':[{'exists':false}]}}}                     | true
            begins with, R                               | {'dynamodb':{'NewImage':{'Region':{'S':[{'prefix':'us-'}]}}}}             | true
            begins with, of another                      | {'dynamodb':{'NewImage':{'Region':{'S':[{'prefix':'eu-'}]}}}}             | false
            ends with                                    | {'dynamodb':{'NewImage':{'Region':{'S':[{'suffix':'-2'}]}}}}              | true
            wildcard                                     | {'dynamodb':{'NewImage':{'Region':{'S':[{'wildcard':'us-*-2'}]}}}}        | true
            truth                                        | {'dynamodb':{'NewImage':{'Sold':{'BOOL':[true]}}}}                        | true
            truth, the other                             | {'dynamodb':{'NewImage':{'Sold':{'BOOL':[false]}}}}                       | false
            one of a set                                 | {'dynamodb':{'NewImage':{'Tags':{'SS':['blue']}}}}                        | true
            none of a set                                | {'dynamodb':{'NewImage':{'Tags':{'SS':['red']}}}}                         | false
            in a map                                     | {'dynamodb':{'NewImage':{'Address':{'M':{'City':{'S':['Porto']}}}}}}      | true
            without the type, R                          | {'dynamodb':{'NewImage':{'Name':['Alice']}}}                              | false
            event name and source, R                     | {'eventName':['MODIFY'],'eventSource':['aws:dynamodb']}                   | true
            a change of one attribute                    | {'dynamodb':{'NewImage':{'Name':{'S':['Alice']}},'OldImage':{'Name':{'S':[{'anything-but':['Alice']}]}}}} | true
            what TTL removed                             | {'userIdentity':{'type':['Service'],'principalId':['dynamodb.amazonaws.com']}} | true
            """)
    void pattern_fitsARecord_asTheGuideSays(String what, String pattern, boolean fits) throws IOException {
        assertThat(filters(pattern).pass(JSON.readTree(RECORD))).as(what).isEqualTo(fits);
    }

    private static Filters filters(String... patterns) {
        return Filters.of(
                List.of(patterns).stream().map(p -> p.replace('\'', '"')).toList());
    }

    @Test
    void record_needsToFitOneOfSeveralPatterns() throws IOException {
        JsonNode record = JSON.readTree(RECORD);

        assertThat(filters("{'eventName':['INSERT']}", "{'eventName':['MODIFY']}")
                        .pass(record))
                .isTrue();
        assertThat(filters("{'eventName':['INSERT']}", "{'eventName':['REMOVE']}")
                        .pass(record))
                .isFalse();
        assertThat(Filters.of(List.of()).pass(record)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "single-string",
                "[{'eventName': ['INSERT'=123}]",
                "null",
                "[]",
                "{}",
                "{'eventName':'INSERT'}",
                "{'eventName':[]}",
                "{'eventName':{}}",
                "{'eventName':['INSERT']",
                "{'eventName':['INSERT']} more",
                "{'eventName':[{'unknown':'x'}]}",
                "{'a':[{'numeric':['~',1]}]}",
                "{'a':[{'numeric':['>','1']}]}",
                "{'a':[{'exists':'yes'}]}",
                "{'a':[{'prefix':1}]}",
                "{'a':[['b']]}",
                "{'$or':[{'a':['b']}]}"
            })
    void whatIsNoPattern_isRefused_inLambdasWords(String pattern) {
        assertThatThrownBy(() -> filters(pattern))
                .isInstanceOfSatisfying(
                        AwsError.class, e -> assertThat(e.code()).isEqualTo("InvalidParameterValueException"))
                .hasMessage("Invalid filter pattern definition.");
    }

    @Test
    void fiveFilters_areTaken_sixAreNot() {
        List<String> five = Collections.nCopies(5, "{\"eventName\":[\"INSERT\"]}");

        assertThat(Filters.of(five).patterns()).isEqualTo(five);
        assertThatThrownBy(() -> Filters.of(Collections.nCopies(6, "{\"eventName\":[\"INSERT\"]}")))
                .hasMessage("FilterCriteria has 6 filters. Lambda's quota is 5 for each event source mapping.");
    }

    @Test
    void patternOf4096Characters_isTaken_aLongerOneIsNot() {
        String head = "{\"eventName\":[\"";

        assertThat(Filters.of(List.of(head + "a".repeat(4096 - head.length() - 3) + "\"]}"))
                        .patterns())
                .hasSize(1);
        assertThatThrownBy(() -> Filters.of(List.of(head + "a".repeat(4097 - head.length() - 3) + "\"]}")))
                .hasMessageContaining("at 'filterCriteria.filters.1.member.pattern' failed to satisfy constraint: "
                        + "Member must have length less than or equal to 4096");
    }

    /** Lambda differs only in numbers that are equal and written differently: these records have texts only. */
    @Test
    void generatedPatterns_fitWhatEventRulerSays() throws Exception {
        Random random = new Random(41);
        int fits = 0;
        for (int i = 0; i < 4_000; i++) {
            String record = record(random).toString();
            String pattern = pattern(random).toString();
            boolean expected = Ruler.matchesRule(record, pattern);

            assertThat(Filters.of(List.of(pattern)).pass(JSON.readTree(record)))
                    .as("%s against %s", pattern, record)
                    .isEqualTo(expected);
            fits += expected ? 1 : 0;
        }
        assertThat(fits).as("patterns that fit").isBetween(400, 3_600);
    }

    private static final List<String> EVENTS = List.of("INSERT", "MODIFY", "REMOVE");
    private static final List<String> WORDS = List.of("", "a", "ab", "abc", "b", "ba");

    private static <T> T one(Random random, List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private static ObjectNode record(Random random) {
        ObjectNode record = JsonNodeFactory.instance.objectNode().put("eventName", one(random, EVENTS));
        ObjectNode change = record.putObject("dynamodb");
        for (String image : List.of("NewImage", "OldImage")) {
            if (random.nextBoolean()) {
                ObjectNode attributes = change.putObject(image);
                attributes.putObject("x").put("S", one(random, WORDS));
                if (random.nextBoolean()) {
                    attributes.putObject("y").put("N", Integer.toString(random.nextInt(5)));
                }
            }
        }
        return record;
    }

    private static ObjectNode pattern(Random random) {
        ObjectNode pattern = JsonNodeFactory.instance.objectNode();
        if (random.nextBoolean()) {
            pattern.putArray("eventName").add(one(random, EVENTS)).add(one(random, EVENTS));
        }
        ObjectNode image = pattern.putObject("dynamodb").putObject(random.nextBoolean() ? "NewImage" : "OldImage");
        leaf(random, image.putObject("x").putArray("S"));
        if (random.nextBoolean()) {
            leaf(random, image.putObject("y").putArray("N"));
        }
        return pattern;
    }

    private static void leaf(Random random, ArrayNode values) {
        IntStream.rangeClosed(0, random.nextInt(2)).forEach(i -> {
            switch (random.nextInt(7)) {
                case 0 -> values.add(one(random, WORDS));
                case 1 -> values.add(Integer.toString(random.nextInt(5)));
                case 2 -> values.addObject().put("prefix", one(random, WORDS));
                case 3 -> values.addObject().put("suffix", one(random, WORDS));
                case 4 -> values.addObject().put("exists", random.nextBoolean());
                case 5 -> values.addObject().putArray("anything-but").add(one(random, WORDS));
                default -> values.addObject().putArray("numeric").add(">").add(random.nextInt(5));
            }
        });
    }
}
