/** SQS queues of the class, in memory, in both of its protocols. */
package classroom.cloud.sqs;
