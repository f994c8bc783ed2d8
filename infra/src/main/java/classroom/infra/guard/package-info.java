/** Judges every synthesis: a class may cost only the allowed amount, and nothing of it may stay after destroy. */
package classroom.infra.guard;
