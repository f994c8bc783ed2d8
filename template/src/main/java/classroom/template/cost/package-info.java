/**
 * What the worst month of a template costs, and what is refused because of it. One rule: {@link
 * classroom.template.cost.Guard} judges exactly what {@link classroom.template.cost.CostReport} prints.
 */
package classroom.template.cost;
