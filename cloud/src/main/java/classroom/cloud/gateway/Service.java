package classroom.cloud.gateway;

/** The face of one AWS service on the class's one port. */
public interface Service {

    /** The name that requests for this service are signed with, such as {@code dynamodb} or {@code lambda}. */
    String signingName();

    /**
     * Answers one request; unknown operations are answered as the service itself answers them. May block.
     *
     * @throws AwsError what the service refuses; the gateway writes it in this service's own error format
     */
    Reply answer(Call call) throws AwsError;

    /** Writes an error in the format of this service's protocol. */
    Reply error(Call call, AwsError error);
}
