/**
 * What runs inside a function's process beside the function: a Lambda runtime over plain HTTP.
 *
 * <p>Only these classes, AWS's runtime interface client and the function's own code are on the class path of that
 * process. Start-up time counts here more than anywhere: no regular expressions, no lambdas, no string concatenation by
 * {@code invokedynamic} on the way to the first invocation.
 */
package classroom.cloud.lambda.runtime;
