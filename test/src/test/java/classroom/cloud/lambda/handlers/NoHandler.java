package classroom.cloud.lambda.handlers;

/** Implements no interface of Lambda. */
public final class NoHandler {}
