/** Functions and the processes that run them: one for each execution environment. */
package classroom.cloud.lambda.environment;
