package classroom.cloud.logs;

/** A place between two events. */
record Position(long timestamp, long id) {
    static final Position START = new Position(Long.MIN_VALUE, Long.MIN_VALUE);
    static final Position END = new Position(Long.MAX_VALUE, Long.MAX_VALUE);

    static Position of(LogEvent event) {
        return new Position(event.timestamp(), event.id());
    }

    static Position parse(String token, String kind) {
        String[] parts = token.split("/");
        if (parts.length != 3 || !parts[0].equals(kind)) {
            throw Requests.badToken();
        }
        try {
            return new Position(Long.parseLong(parts[1]), Long.parseLong(parts[2]));
        } catch (NumberFormatException e) {
            throw Requests.badToken();
        }
    }

    String token(String kind) {
        return kind + "/" + timestamp + "/" + id;
    }

    boolean before(LogEvent event) {
        return timestamp < event.timestamp() || (timestamp == event.timestamp() && id < event.id());
    }

    boolean after(LogEvent event) {
        return timestamp > event.timestamp() || (timestamp == event.timestamp() && id > event.id());
    }
}
