package classroom.cloud.cloudformation.providers;

/** Reads names out of ARNs. */
final class Arns {
    private Arns() {}

    /** A function's name from its name, its ARN ({@code …:function:NAME[:QUALIFIER]}) or its partial ARN. */
    static String functionName(String reference) {
        int function = reference.indexOf("function:");
        String name = function < 0 ? reference : reference.substring(function + "function:".length());
        int qualifier = name.indexOf(':');
        return qualifier < 0 ? name : name.substring(0, qualifier);
    }
}
