/** Options that several commands have. */
package classroom.cli.option;
