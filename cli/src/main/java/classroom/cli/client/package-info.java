/** A small client of a running class, for the commands of the class; it knows no AWS SDK. */
package classroom.cli.client;
