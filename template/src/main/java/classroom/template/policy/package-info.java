/**
 * What an IAM policy allows: documents parsed strictly, evaluated as the IAM User Guide states, and the questions that
 * a DynamoDB request puts to them.
 */
package classroom.template.policy;
