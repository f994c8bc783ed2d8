/** The lessons, one construct each: a table and the functions that work on it. */
package classroom.infra.lessons;
