/** What the gateway costs: calls through it, against the same calls of DynamoDB Local alone. */
package classroom.bench.calls;
