/** CloudWatch Logs of the class, in memory. */
package classroom.cloud.logs;
