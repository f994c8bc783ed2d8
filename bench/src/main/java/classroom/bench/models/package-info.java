/**
 * {@code ./classroom compare-models}: compares the cost of the two models of cars and their owners for the same
 * operations.
 */
package classroom.bench.models;
