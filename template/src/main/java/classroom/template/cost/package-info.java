/**
 * Computes the worst month of a template, and decides what is refused because of it. One rule: {@link
 * classroom.template.cost.Guard} judges exactly the content of {@link classroom.template.cost.CostReport}.
 */
package classroom.template.cost;
