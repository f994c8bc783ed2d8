package classroom.cloud.cloudformation.engine;

/** The state of a stack, as CloudFormation names it (API Reference, "Stack", StackStatus). */
public enum StackStatus {
    REVIEW_IN_PROGRESS,
    CREATE_IN_PROGRESS,
    CREATE_FAILED,
    CREATE_COMPLETE,
    ROLLBACK_IN_PROGRESS,
    ROLLBACK_COMPLETE,
    ROLLBACK_FAILED,
    UPDATE_IN_PROGRESS,
    UPDATE_FAILED,
    UPDATE_COMPLETE_CLEANUP_IN_PROGRESS,
    UPDATE_COMPLETE,
    UPDATE_ROLLBACK_IN_PROGRESS,
    UPDATE_ROLLBACK_COMPLETE,
    UPDATE_ROLLBACK_FAILED,
    DELETE_IN_PROGRESS,
    DELETE_COMPLETE,
    DELETE_FAILED;

    /** Whether a stack in this state can be updated (CloudFormation User Guide, "Understand stack creation events"). */
    boolean isUpdatable() {
        return this == CREATE_COMPLETE || this == UPDATE_COMPLETE || this == UPDATE_ROLLBACK_COMPLETE;
    }

    /** Whether an operation without rollback failed: another one may go on, or a rollback begin. */
    boolean isPaused() {
        return this == CREATE_FAILED || this == UPDATE_FAILED;
    }

    /** Whether a stack in this state can be compared with its template (User Guide, "What is drift?"). */
    boolean isComparable() {
        return isUpdatable() || this == UPDATE_ROLLBACK_FAILED;
    }

    /** Whether an update, or its rollback, is under way: it cannot be broken off. */
    boolean isUpdating() {
        return name().startsWith("UPDATE_") && name().endsWith("_IN_PROGRESS");
    }

    /** Whether a deletion is under way or done. */
    boolean isDeleted() {
        return this == DELETE_IN_PROGRESS || this == DELETE_COMPLETE;
    }
}
