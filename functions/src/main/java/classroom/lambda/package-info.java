/**
 * What all handlers share: reading an event, answering it, and errors.
 *
 * <p>JSON is plain Java here: {@code Map<String, Object>} of {@code String}, {@code BigDecimal}, {@code Boolean},
 * {@code null}, {@code List} and {@code Map}. A {@code Set<String>} stands for a string set of DynamoDB.
 */
package classroom.lambda;
