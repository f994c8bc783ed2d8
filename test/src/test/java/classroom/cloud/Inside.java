package classroom.cloud;

import classroom.DoorHandler;
import classroom.FaultyDynamoDb.Door;
import classroom.cloud.cloudformation.providers.Services;
import classroom.cloud.iam.RoleAuthorizer;

/** The parts of a running class, for tests that change it while it runs. */
public final class Inside {
    private Inside() {}

    /** Starts a local class on a free port with a door before its DynamoDB, also for functions' processes. */
    public static Cloud startBehind(Door door) {
        return Cloud.start(
                0, line -> {}, new Cloud.Settings(false, null, null, gateway -> new DoorHandler(door, gateway), true));
    }

    public static Services services(Cloud local) {
        return local.services();
    }

    public static RoleAuthorizer authorizer(Cloud local) {
        return local.authorizer();
    }
}
