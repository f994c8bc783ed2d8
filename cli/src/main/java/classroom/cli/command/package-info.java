/** The commands that are one class each; the others have a package. */
package classroom.cli.command;
