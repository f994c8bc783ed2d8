/** {@code ./classroom up --watch}: edited code and an edited CDK app in a running class. */
package classroom.cli.watch;
