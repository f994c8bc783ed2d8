package classroom.cloud.gateway;

import classroom.template.api.Violations;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/** A refusal in the words of the AWS service: HTTP status, error code, message. */
public final class AwsError extends RuntimeException {
    /** What follows the name of something that AWS has and the class has not. */
    static final String WAY =
            ": its functions, roles and queues come from its CDK app, and \"How to add a function\" in"
                    + " CONTRIBUTING.md is the recipe for one of your own.";

    /** What follows the name of an operation that makes and changes nothing. */
    private static final String LIST = ": docs/differences.md lists what it carries out.";

    /** The operations that read, count, try or run something, by how their names begin or by their method. */
    private static final Pattern READS =
            Pattern.compile("(Assume|Batch|Decode|Describe|Detect|Estimate|Execute|Generate"
                    + "|Get|Invoke|List|Simulate|Start|Stop|Test)[A-Z].*|GET /.*");

    private final int status;
    private final String code;

    public AwsError(int status, String code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
    }

    /** What most services say of a value that breaks one of their constraints, such as "Member must not be null". */
    public static AwsError violation(String code, Object value, String member, String constraint) {
        return new AwsError(
                400,
                code,
                "1 validation error detected: Value '" + value + "' at '" + member + "' failed to satisfy constraint: "
                        + constraint);
    }

    /** What most services say, with this code, of all that breaks the constraints of their model. */
    public static AwsError violations(String code, List<String> violations) {
        return new AwsError(400, code, Violations.sentence(violations));
    }

    /** What most services say, with this code, of a member that is not there. */
    public static Function<String, AwsError> missing(String code) {
        return member -> new AwsError(
                400,
                code,
                "1 validation error detected: Value null at '" + Character.toLowerCase(member.charAt(0))
                        + member.substring(1) + "' failed to satisfy constraint: Member must not be null");
    }

    /**
     * What the class says of an operation that AWS has and it has not: that, and where what programs make on AWS comes
     * from here. The way of AWS's own "getting started" pages, a role and a function by hand, ends at this sentence.
     * For an operation that only reads, it says where those are listed that the class has.
     *
     * @param code what the service calls an unknown operation
     * @param operation its name or, where a request has none, method and path
     */
    public static AwsError notCarriedOut(String code, String operation) {
        return new AwsError(
                400,
                code,
                "The local class does not carry out " + operation
                        + (READS.matcher(operation).matches() ? LIST : WAY));
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The error code without a name space, such as {@code ResourceNotFoundException}. */
    public String code() {
        return code;
    }
}
