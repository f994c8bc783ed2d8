/** What reading a table costs while it grows. */
package classroom.bench.growth;
