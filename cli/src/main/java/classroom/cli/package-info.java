/** {@code ./classroom}: the command line. */
package classroom.cli;
