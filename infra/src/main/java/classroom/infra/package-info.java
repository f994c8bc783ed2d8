/** The AWS CDK app: its settings and its stacks. */
package classroom.infra;
