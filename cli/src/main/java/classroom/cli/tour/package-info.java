/**
 * {@code ./classroom tour}: runs every lesson, step by step, against its own local class. {@link
 * classroom.cli.tour.Walk} is the engine, each lesson is a Java class of steps, and {@link classroom.cli.tour.Page}
 * prints what a person reads.
 */
package classroom.cli.tour;
