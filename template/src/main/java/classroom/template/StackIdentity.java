package classroom.template;

/**
 * The stack that a template is resolved for: what the pseudo parameters say.
 *
 * @param name {@code AWS::StackName}
 * @param id {@code AWS::StackId}, an ARN
 * @param region {@code AWS::Region}
 * @param account {@code AWS::AccountId}
 */
public record StackIdentity(String name, String id, String region, String account) {}
