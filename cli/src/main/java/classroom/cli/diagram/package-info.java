/** The picture of the class's architecture, drawn from its template. */
package classroom.cli.diagram;
