package classroom.cli.client;

/**
 * An operation that lists something in pages.
 *
 * @param operation the {@code X-Amz-Target} of a JSON protocol, the path of a REST one, or {@code Action} and
 *     {@code Version} of a query protocol
 * @param list the member of the answer that holds the items
 * @param sent the parameter that asks for the page after a token
 * @param returned the member that holds this token
 */
public record Listing(String service, String operation, String list, String sent, String returned) {
    /** The functions. */
    public static final Listing FUNCTIONS =
            new Listing("lambda", "/2015-03-31/functions/", "Functions", "Marker", "NextMarker");

    /** What functions have logged. */
    public static final Listing LOG_EVENTS =
            new Listing("logs", "Logs_20140328.FilterLogEvents", "events", "nextToken", "nextToken");
}
