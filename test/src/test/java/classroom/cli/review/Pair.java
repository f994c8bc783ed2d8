package classroom.cli.review;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** A stack before and after; resources are members of the section, written with single quotes. */
final class Pair {
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(JsonReadFeature.ALLOW_SINGLE_QUOTES).build();

    private Pair() {}

    static Review review(String before, String after) {
        return Review.of(stack(before), stack(after), 1);
    }

    static String report(String before, String after, Consent... allowed) {
        Set<Consent> consents = EnumSet.noneOf(Consent.class);
        consents.addAll(Set.of(allowed));
        return Report.of(review(before, after), consents, "From `a` to `b`.", "");
    }

    static Map<String, JsonNode> stack(String resources) {
        try {
            return Map.of("Classroom", JSON.readTree("{'Resources': {" + resources + "}}"));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    /** A table with one sort key and other properties, each with a comma in front. */
    static String table(String id, String sortKey, String more) {
        return "'" + id + "': {'Type': 'AWS::DynamoDB::Table', 'Properties': {'TableName': 'account',"
                + "'AttributeDefinitions': [{'AttributeName': 'id', 'AttributeType': 'N'},"
                + "{'AttributeName': '" + sortKey + "', 'AttributeType': 'S'}],"
                + "'KeySchema': [{'AttributeName': 'id', 'KeyType': 'HASH'},"
                + "{'AttributeName': '" + sortKey + "', 'KeyType': 'RANGE'}],"
                + "'ProvisionedThroughput': {'ReadCapacityUnits': 5, 'WriteCapacityUnits': 5}" + more + "}}";
    }

    /** The function <code>get</code>, its code and its role with these statements in one inline policy. */
    static String function(String role, String... statements) {
        return "'Function': {'Type': 'AWS::Lambda::Function', 'Properties': {'FunctionName': 'get',"
                + "'Code': {'S3Bucket': 'b', 'S3Key': 'k'}, 'Role': {'Fn::GetAtt': ['" + role + "', 'Arn']}}},"
                + role(role, statements);
    }

    static String role(String id, String... statements) {
        return "'" + id + "': {'Type': 'AWS::IAM::Role', 'Properties': {'AssumeRolePolicyDocument': {'Statement':"
                + "{'Effect': 'Allow', 'Action': 'sts:AssumeRole', 'Principal': {'Service': 'lambda.amazonaws.com'}}},"
                + "'Policies': [{'PolicyName': 'P', 'PolicyDocument': {'Statement': ["
                + String.join(",", statements) + "]}}]}}";
    }

    static String allow(String actions, String resource) {
        return allow(actions, resource, "");
    }

    static String allow(String actions, String resource, String more) {
        return "{'Effect': 'Allow', 'Action': " + actions + ", 'Resource': '" + resource + "'" + more + "}";
    }
}
