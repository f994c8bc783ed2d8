/** AWS's own models of its APIs, as far as requests go. */
package classroom.template.api;
