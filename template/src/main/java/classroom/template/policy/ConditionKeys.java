package classroom.template.policy;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The condition keys that policies of the class may use, spelled as the keys of {@link Question#context()}.
 *
 * <p>Source for the keys of a request: Service Authorization Reference, "Actions, resources, and condition keys for
 * Amazon DynamoDB"; for their values: DynamoDB Developer Guide, "Using IAM policy conditions for fine-grained access
 * control".
 */
public final class ConditionKeys {
    /** The partition key values of the items a request names; several values. */
    public static final String LEADING_KEYS = "dynamodb:LeadingKeys";

    /** The top-level attributes a request names, keys and those of its conditions among them; several values. */
    public static final String ATTRIBUTES = "dynamodb:Attributes";

    /** The attributes that a read returns; one value. */
    public static final String SELECT = "dynamodb:Select";

    /** The attributes that a write returns; one value. */
    public static final String RETURN_VALUES = "dynamodb:ReturnValues";

    /**
     * The transaction that contains an item's action, such as {@code TransactWriteItems}; one value, none outside a
     * transaction (DynamoDB Developer Guide, "Using IAM with DynamoDB transactions" and "IAM security policies with
     * PartiQL for DynamoDB").
     */
    public static final String ENCLOSING_OPERATION = "dynamodb:EnclosingOperation";

    /** Whether the request came over TLS, {@code true} or {@code false}; one value. */
    public static final String SECURE_TRANSPORT = "aws:SecureTransport";

    /** The external id of an AssumeRole (IAM User Guide, "IAM and AWS STS condition context keys"); one value. */
    public static final String EXTERNAL_ID = "sts:ExternalId";

    enum Type {
        STRING,
        STRINGS,
        BOOL
    }

    private static final Map<String, Type> TYPES = Map.of(
            LEADING_KEYS, Type.STRINGS,
            ATTRIBUTES, Type.STRINGS,
            SELECT, Type.STRING,
            RETURN_VALUES, Type.STRING,
            ENCLOSING_OPERATION, Type.STRING,
            SECURE_TRANSPORT, Type.BOOL,
            EXTERNAL_ID, Type.STRING);

    // "Context key names are not case-sensitive" (IAM User Guide, "IAM JSON policy elements: Condition").
    private static final Map<String, String> SPELLING = TYPES.keySet().stream()
            .collect(Collectors.toUnmodifiableMap(key -> key.toLowerCase(Locale.ROOT), Function.identity()));

    private ConditionKeys() {}

    /** The key as it is spelled here, empty for one that is not implemented. */
    static Optional<String> spelling(String key) {
        return Optional.ofNullable(SPELLING.get(key.toLowerCase(Locale.ROOT)));
    }

    static Type type(String spelling) {
        return TYPES.get(spelling);
    }
}
