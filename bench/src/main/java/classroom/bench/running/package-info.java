/** A class in a process of its own, and what measures it: its client, its logs, books to fill it with. */
package classroom.bench.running;
