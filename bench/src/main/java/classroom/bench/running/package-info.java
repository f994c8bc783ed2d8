/** A local class in a separate process, with the tools that measure it: its client, its logs, and books to fill it. */
package classroom.bench.running;
