/** The parts that lessons are made of: tables, functions, and functions that a stream calls. */
package classroom.infra.parts;
