/** The CDK app and the CDK CLI, run with nothing in their environment that leads to a real account. */
package classroom.cli.synth;
