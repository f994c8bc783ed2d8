package classroom.local.lambda;

import java.util.List;

/** The event source mappings of the class, each with a poller of its own. */
public final class EventSourceMappings {

    /** Creates a mapping and starts its poller; {@code uuid} is chosen here when it is {@code null}. */
    public EventSourceMapping create(EventSourceMapping mapping) {
        throw new UnsupportedOperationException();
    }

    /** Changes the settings of a mapping (same uuid); the poller goes on where it is. */
    public void update(EventSourceMapping mapping) {
        throw new UnsupportedOperationException();
    }

    /** Stops the poller and deletes the mapping. */
    public void delete(String uuid) {
        throw new UnsupportedOperationException();
    }

    /** All mappings. */
    public List<EventSourceMapping> list() {
        throw new UnsupportedOperationException();
    }
}
