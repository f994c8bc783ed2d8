package classroom.cloud.dynamodb;

import classroom.cloud.gateway.AwsError;
import classroom.cloud.identity.Identities;
import classroom.template.AwsEnvironment;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * The ARNs of tables and streams as the class's clients see them: with its region, where DynamoDB Local has its own.
 */
final class Arns {
    /** How an ARN of DynamoDB Local begins. */
    static final String LOCAL = new AwsEnvironment("", "ddblocal").arns("dynamodb");

    private static final Pattern OF_A_TABLE = Pattern.compile("arn:[\\w-]+:dynamodb:[\\w-]+:\\d{12}:table/.+");

    private final String prefix;
    private final String account;
    private final String tables;

    Arns(String region) {
        AwsEnvironment here = new AwsEnvironment(Identities.ACCOUNT, region);
        prefix = here.arns("dynamodb");
        account = here.arn("dynamodb", "");
        tables = account + "table/";
    }

    /** How an ARN of the class begins, up to the region. */
    String prefix() {
        return prefix;
    }

    /** How an ARN of the class begins, up to the account. */
    String account() {
        return account;
    }

    /**
     * The name in a TableName, which may be the ARN of a table of this class.
     *
     * @throws AwsError for any other ARN
     */
    String tableName(String nameOrArn) {
        if (!nameOrArn.startsWith("arn:")) {
            return nameOrArn;
        }
        String name = nameOrArn.startsWith(tables) ? nameOrArn.substring(tables.length()) : "/";
        if (name.isEmpty() || name.contains("/") || name.contains(":")) {
            throw new AwsError(400, "ValidationException", "Invalid TableArn: no table of this class: " + nameOrArn);
        }
        return name;
    }

    /** Whether it is the ARN of a table of another account or region. */
    boolean isOfAnother(String arn) {
        return OF_A_TABLE.matcher(arn).matches() && !arn.startsWith(tables);
    }

    /** The ARN of the stream that a request of the Streams API is about; its shard iterators begin with it. */
    String streamOf(JsonNode request) {
        if (request.has("ShardIterator")) {
            String iterator = request.path("ShardIterator").asText();
            return iterator.substring(0, Math.max(0, iterator.indexOf('|')));
        }
        return request.path("StreamArn").asText();
    }

    /** A JSON text with something else in place of each occurrence of a text. */
    static byte[] replace(byte[] json, String from, String to) {
        String text = new String(json, StandardCharsets.UTF_8);
        return text.contains(from) ? text.replace(from, to).getBytes(StandardCharsets.UTF_8) : json;
    }
}
