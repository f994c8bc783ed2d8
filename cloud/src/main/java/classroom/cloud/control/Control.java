package classroom.cloud.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What can be asked of a whole class, and done to it. */
public interface Control {
    /** How the class was started, and by which process. */
    ObjectNode describe();

    /**
     * Makes the class as it was when it started.
     *
     * @throws classroom.cloud.gateway.AwsError if that is not possible; the message says what has happened already
     */
    Reset reset();

    /**
     * Ends the class after the answer to the request that is being answered.
     *
     * @throws classroom.cloud.gateway.AwsError if another program ends it
     */
    void stop();

    /**
     * What a reset did.
     *
     * @param deleted the stacks that it deleted
     * @param others what was in no stack and was deleted, such as {@code table notes}
     * @param deployed the stacks that it deployed again
     */
    record Reset(List<String> deleted, List<String> others, List<String> deployed) {}
}
