/** A cloud assembly, as {@code cdk synth} writes it. */
package classroom.template.assembly;
