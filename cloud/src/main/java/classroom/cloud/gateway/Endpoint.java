package classroom.cloud.gateway;

/** Something that the gateway serves to requests without a signature, such as the Lambda runtime API. */
@FunctionalInterface
public interface Endpoint {

    /** Answers one request, whose {@link Call#caller()} is {@code null}. May block. */
    Reply answer(Call call);
}
