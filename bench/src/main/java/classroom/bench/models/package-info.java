/** {@code ./classroom compare-models}: what the two models of cars and their owners cost for the same operations. */
package classroom.bench.models;
