package classroom.template;

/**
 * A template that is malformed, or that needs something that is not supported. The message begins with the place
 * ({@code Resources.Books.Properties.TableName: …}), if there is one.
 */
public final class TemplateException extends RuntimeException {
    public TemplateException(String message) {
        super(message);
    }

    TemplateException(Place place, String message) {
        this(place + ": " + message);
    }
}
