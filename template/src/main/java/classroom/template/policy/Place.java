package classroom.template.policy;

/**
 * A place in a policy document.
 *
 * @param document the document's name
 * @param path such as {@code Statement[0].Condition.Bool}, {@code ""} for the document itself
 */
record Place(String document, String path) {
    Place in(String member) {
        return new Place(document, path.isEmpty() ? member : path + "." + member);
    }

    Place at(int index) {
        return new Place(document, path + "[" + index + "]");
    }

    @Override
    public String toString() {
        return path.isEmpty() ? document : document + ", " + path;
    }
}
