/** How fast a table is filled. */
package classroom.bench.load;
