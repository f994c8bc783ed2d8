/** Judges every synthesis: what a class may cost, and that nothing of it stays after destroy. */
package classroom.infra.guard;
