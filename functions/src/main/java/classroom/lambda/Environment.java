package classroom.lambda;

/** The function's configuration. A missing variable fails the cold start, and the message names it. */
public final class Environment {
    private Environment() {}

    public static String require(String variable) {
        String value = System.getenv(variable);
        if (value == null || value.isEmpty()) {
            throw new IllegalStateException(
                    "The environment variable " + variable + " is not set; the function's definition must set it");
        }
        return value;
    }
}
