/** A CloudFormation template as data: one rule for what something costs and what a policy allows. */
package classroom.template;
