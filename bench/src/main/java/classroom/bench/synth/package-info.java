/** What a teacher waits for with {@code cdk}. */
package classroom.bench.synth;
