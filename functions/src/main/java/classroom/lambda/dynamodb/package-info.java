/**
 * What talks to DynamoDB: its client, the attributes, size and pages of items, and the answers to its faults.
 *
 * <p>Elsewhere an item is plain Java, as JSON is (see {@link classroom.lambda}). Only
 * {@link classroom.lambda.dynamodb.Attributes} knows both that form and the SDK's.
 */
package classroom.lambda.dynamodb;
