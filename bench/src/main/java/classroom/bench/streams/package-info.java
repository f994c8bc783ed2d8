/** How long a change takes to the function that handles it, and what waiting for changes costs. */
package classroom.bench.streams;
