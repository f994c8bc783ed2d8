package classroom.template;

/**
 * The stack for which a template is resolved: the values of the pseudo parameters.
 *
 * @param name {@code AWS::StackName}
 * @param id {@code AWS::StackId}, an ARN
 * @param environment {@code AWS::AccountId} and {@code AWS::Region}
 */
public record StackIdentity(String name, String id, AwsEnvironment environment) {}
