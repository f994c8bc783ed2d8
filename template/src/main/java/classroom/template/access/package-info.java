/** Who may do what by a template: the permissions of roles, functions and callers. */
package classroom.template.access;
