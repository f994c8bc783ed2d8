/** Systems Manager of the class: its parameter store. */
package classroom.cloud.ssm;
