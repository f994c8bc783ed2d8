/** The class as an AWS CDK app. */
package classroom.infra;
