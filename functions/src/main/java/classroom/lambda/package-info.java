/**
 * What every handler shares: reading an event, answering it, errors, paging and the DynamoDB client.
 *
 * <p>JSON and items are plain Java here: {@code Map<String, Object>} of {@code String}, {@code BigDecimal},
 * {@code Boolean}, {@code null}, {@code List} and {@code Map}, and a {@code Set<String>} for a string set. Only
 * {@link classroom.lambda.Attributes} knows both that and the SDK's form.
 */
package classroom.lambda;
