/** A put, a get and a load as most tutorials write them. */
package classroom.bench.naive;
