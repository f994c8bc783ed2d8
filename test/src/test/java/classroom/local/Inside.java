package classroom.local;

import classroom.local.cloudformation.Services;
import classroom.local.iam.RoleAuthorizer;

/** What a running class is made of, for tests that change it while it runs. */
public final class Inside {
    private Inside() {}

    public static Services services(LocalClass local) {
        return local.services();
    }

    public static RoleAuthorizer authorizer(LocalClass local) {
        return local.authorizer();
    }
}
