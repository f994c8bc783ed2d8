/** AWS's DynamoDB Local in this process, and the API in front of it that AWS clients see. */
package classroom.cloud.dynamodb;
