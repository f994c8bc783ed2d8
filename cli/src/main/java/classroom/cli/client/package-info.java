/** The one client of AWS's protocols, for the commands, and its wire to a running class; it knows no AWS SDK. */
package classroom.cli.client;
