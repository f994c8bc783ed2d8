/**
 * The times that a room of students waits for: the start of the class, a function's first answer and every further one.
 */
package classroom.bench.start;
