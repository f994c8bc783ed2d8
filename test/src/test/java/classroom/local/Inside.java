package classroom.local;

import classroom.DoorHandler;
import classroom.FaultyDynamoDb.Door;
import classroom.local.cloudformation.Services;
import classroom.local.iam.RoleAuthorizer;
import java.util.Optional;

/** What a running class is made of, for tests that change it while it runs. */
public final class Inside {
    private Inside() {}

    /** Starts a class on a free port with a door between it and whoever calls DynamoDB, functions' processes among them. */
    public static LocalClass startBehind(Door door) {
        return LocalClass.start(
                0,
                line -> {},
                new LocalClass.Settings(false, Optional.empty(), gateway -> new DoorHandler(door, gateway)));
    }

    public static Services services(LocalClass local) {
        return local.services();
    }

    public static RoleAuthorizer authorizer(LocalClass local) {
        return local.authorizer();
    }
}
