/** Invocations that nobody waits for: their queue, their retries, and where records of them go. */
package classroom.cloud.lambda.asynchronous;
