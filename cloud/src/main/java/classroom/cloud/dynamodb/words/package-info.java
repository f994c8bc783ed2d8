/** What AWS answers where DynamoDB Local answers otherwise: constraints, the order of checks, and words. */
package classroom.cloud.dynamodb.words;
