package classroom.local.cloudformation;

import classroom.local.iam.Identities;

/**
 * Where stacks are made.
 *
 * @param region such as {@code us-east-2}
 */
record Place(String region) {

    /** The account, {@link Identities#ACCOUNT}. */
    String account() {
        return Identities.ACCOUNT;
    }

    /** The ARN of a resource here: {@code arn:aws:SERVICE:REGION:ACCOUNT:RESOURCE}. */
    String arn(String service, String resource) {
        return "arn:aws:" + service + ":" + region + ":" + account() + ":" + resource;
    }
}
