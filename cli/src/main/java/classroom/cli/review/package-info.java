/**
 * What a change of the class would do to who has it deployed: data lost, permissions widened, cost. Judged from two
 * templates, without an account.
 */
package classroom.cli.review;
