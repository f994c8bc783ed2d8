/** Judges every synthesis: a class may cost only the allowed amount, nothing of it may stay, and cdk-nag's rules hold. */
package classroom.infra.guard;
