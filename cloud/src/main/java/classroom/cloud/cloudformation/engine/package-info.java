/** CloudFormation of the class: stacks made of a template's resources, created, updated, rolled back and deleted. */
package classroom.cloud.cloudformation.engine;
