/**
 * Says what a change of the class would do to a deployed class: lost data, wider permissions, cost. It judges two
 * templates, without an account.
 */
package classroom.cli.review;
