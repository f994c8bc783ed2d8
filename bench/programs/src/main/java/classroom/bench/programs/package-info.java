/** Functions that a benchmark measures: the class's own put and get in one, and the floors beneath them. */
package classroom.bench.programs;
