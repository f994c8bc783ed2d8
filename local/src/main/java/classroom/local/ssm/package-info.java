/** Systems Manager of the class: its parameter store. */
package classroom.local.ssm;
