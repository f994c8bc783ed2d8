/** The local cloud: everything that executes a template, put together behind one port. */
package classroom.cloud;
