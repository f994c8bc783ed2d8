/** The boxes and arrows of an architecture: functions, what their roles allow, tables, indexes, streams, queues. */
package classroom.template.diagram;
