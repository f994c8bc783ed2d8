/** The same put and get, and the same load, as most tutorials write them. */
package classroom.bench.naive;
