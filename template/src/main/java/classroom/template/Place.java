package classroom.template;

/** The place of a value in a template, for messages: {@code Resources.Books.Properties.KeySchema[0]}. */
record Place(String path) {
    static Place of(String section, String name) {
        return new Place(section + "." + name);
    }

    Place member(String name) {
        return new Place(path + "." + name);
    }

    Place element(int index) {
        return new Place(path + "[" + index + "]");
    }

    /** The section of the template. */
    String section() {
        return path.substring(0, path.indexOf('.'));
    }

    @Override
    public String toString() {
        return path;
    }
}
