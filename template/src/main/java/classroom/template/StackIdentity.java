package classroom.template;

/**
 * The stack that a template is resolved for: what the pseudo parameters say.
 *
 * @param name <code>AWS::StackName</code>
 * @param id <code>AWS::StackId</code>, an ARN
 * @param region <code>AWS::Region</code>
 * @param account <code>AWS::AccountId</code>
 */
public record StackIdentity(String name, String id, String region, String account) {}
