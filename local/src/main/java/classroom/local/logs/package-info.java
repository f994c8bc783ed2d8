/** CloudWatch Logs of the class, in memory. */
package classroom.local.logs;
