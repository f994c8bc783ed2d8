/** What every handler shares: event reading, responses, errors, the DynamoDB client. */
package classroom.lambda;
