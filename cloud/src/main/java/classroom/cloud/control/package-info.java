/** What can be asked of a whole class, and done to it. */
package classroom.cloud.control;
