/** The pages of the console, as the gateway serves them. Their files are in the module {@code console}. */
package classroom.cloud.console;
