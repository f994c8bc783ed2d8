/** A CloudFormation template as data: one rule for costs, and one for what a policy allows. */
package classroom.template;
