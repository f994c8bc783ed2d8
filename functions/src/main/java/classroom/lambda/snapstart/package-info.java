/**
 * What a function does before Lambda takes a snapshot of it. A lesson says what is rehearsed:
 * {@code rehearsal-event.json} beside its classes is the event that its functions answer, {@code rehearsal-item.json}
 * the item that DynamoDB would hold.
 */
package classroom.lambda.snapstart;
