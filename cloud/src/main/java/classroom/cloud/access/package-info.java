/** What the roles of functions may do and have used, for {@code ./classroom access}. */
package classroom.cloud.access;
