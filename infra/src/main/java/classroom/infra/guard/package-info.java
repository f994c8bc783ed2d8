/** Judges every synthesis: what a class may cost, that nothing of it stays, and that cdk-nag's rules hold. */
package classroom.infra.guard;
