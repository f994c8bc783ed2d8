package classroom.template;

/**
 * The stack that a template is resolved for: what the pseudo parameters say.
 *
 * @param name {@code AWS::StackName}
 * @param id {@code AWS::StackId}, an ARN
 * @param environment {@code AWS::AccountId} and {@code AWS::Region}
 */
public record StackIdentity(String name, String id, AwsEnvironment environment) {}
