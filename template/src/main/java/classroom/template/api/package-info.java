/** AWS's own models of its APIs: the requests. */
package classroom.template.api;
