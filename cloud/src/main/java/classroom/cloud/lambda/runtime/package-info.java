/**
 * The Lambda runtime over plain HTTP that runs inside a function's process.
 *
 * <p>Only these classes, AWS's runtime interface client and the function's own code are on the class path of that
 * process. Here start-up time matters most: before the first invocation there are no regular expressions, no lambdas
 * and no string concatenation by {@code invokedynamic}.
 */
package classroom.cloud.lambda.runtime;
