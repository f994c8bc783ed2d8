/** AWS's DynamoDB Local in this process, and the face of it that AWS clients see. */
package classroom.cloud.dynamodb;
