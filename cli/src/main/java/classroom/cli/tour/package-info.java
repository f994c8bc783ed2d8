/**
 * {@code ./classroom tour}: every lesson, step by step, against a class of its own. {@link
 * classroom.cli.tour.Walk} is the engine, each lesson a class of steps, {@link classroom.cli.tour.Page} what a
 * person reads.
 */
package classroom.cli.tour;
