/**
 * Measured ratios. A benchmark is a class that implements {@link classroom.bench.Benchmark} and a line in {@link
 * classroom.bench.Main}: its contenders take turns in shuffled rounds. The report compares them within a round, because
 * a machine's speed changes from minute to minute.
 */
package classroom.bench;
