/** What a room waits for: the class, a function's first answer and every further one. */
package classroom.bench.start;
