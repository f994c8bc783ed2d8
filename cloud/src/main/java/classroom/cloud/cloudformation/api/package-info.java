/** CloudFormation as its clients see it: stacks, change sets and events over the query protocol. */
package classroom.cloud.cloudformation.api;
