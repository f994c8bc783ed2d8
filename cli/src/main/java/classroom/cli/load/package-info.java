/** {@code ./classroom load}: a file of any size into a table, through the function that loads it. */
package classroom.cli.load;
