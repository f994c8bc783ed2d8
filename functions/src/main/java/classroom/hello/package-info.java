/** The first lesson: a function and calling it. */
package classroom.hello;
