/**
 * {@code ./classroom tour}: every lesson, step by step, against a class of its own. {@link
 * classroom.local.tour.Walk} is the engine, each lesson a class of steps, {@link classroom.local.tour.Page} what a
 * person reads.
 */
package classroom.local.tour;
