/**
 * The work of a function before Lambda takes a snapshot of it. Each lesson defines its rehearsal beside its classes:
 * {@code rehearsal-event.json} is the event that its functions answer, {@code rehearsal-item.json} the item that
 * DynamoDB would return.
 */
package classroom.lambda.snapstart;
