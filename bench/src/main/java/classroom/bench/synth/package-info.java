/** The times that a teacher waits for {@code cdk}. */
package classroom.bench.synth;
