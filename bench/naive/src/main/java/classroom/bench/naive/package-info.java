/** The same put and get as most tutorials write them. */
package classroom.bench.naive;
