/**
 * What all handlers share: reading an event, answering it, and errors.
 *
 * <p>Here JSON is plain Java: {@code Map<String, Object>} of {@code String}, {@code BigDecimal}, {@code Boolean},
 * {@code null}, {@code List} and {@code Map}. A {@code Set<String>} is a string set of DynamoDB.
 */
package classroom.lambda;
