package classroom.cli.leftovers;

import classroom.cli.terminal.CommandException;
import classroom.cloud.Cloud;
import classroom.cloud.identity.Identities;
import classroom.template.language.Texts;
import java.net.URI;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileProperty;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/**
 * Where to look: the local class, or a real account, which only a profile named by the user leads to.
 *
 * @param name for the user
 * @param region that the services of a Region are asked in
 * @param credentials who asks
 * @param local the one endpoint of the local class; {@code null} for an account
 * @param options what the AWS CLI needs to reach the same place and no other, whatever the shell's own settings are
 */
record Account(String name, String region, AwsCredentialsProvider credentials, URI local, String options) {
    /** IAM and Budgets are one for all Regions: AWS General Reference, "Service endpoints and quotas". */
    private static final String GLOBAL = "us-east-1";

    /** The class on a port of 127.0.0.1. */
    static Account ofClass(int port) {
        return new Account(
                "127.0.0.1:" + port,
                Cloud.REGION,
                StaticCredentialsProvider.create(AwsBasicCredentials.create(Identities.TEACHER, "classroom")),
                URI.create("http://127.0.0.1:" + port),
                " --endpoint-url http://127.0.0.1:" + port + " --region " + Cloud.REGION);
    }

    /**
     * The account that a profile of the user's leads to.
     *
     * @param region of the class; the profile's if it is {@code null}
     */
    static Account ofProfile(String profile, String region) {
        ProfileFile file = ProfileFile.defaultProfileFile();
        if (file.profile(profile).isEmpty()) {
            throw CommandException.ofValue(
                    Texts.of("there is no profile %s in the AWS configuration of this shell", profile));
        }
        String found = Optional.ofNullable(region)
                .or(() -> file.profile(profile).flatMap(each -> each.property(ProfileProperty.REGION)))
                .orElseThrow(() ->
                        CommandException.ofValue(Texts.of("the profile %s names no region: add --region", profile)));
        if (!PartitionMetadata.of(Region.of(found)).id().equals("aws")) {
            throw CommandException.ofValue(Texts.of(
                    "leftovers knows the endpoints of the partition aws alone, and %s is in another:"
                            + " use the AWS CLI there",
                    found));
        }
        return new Account(
                Texts.of("profile %s", profile),
                found,
                ProfileCredentialsProvider.create(profile),
                null,
                " --profile " + profile + " --region " + found);
    }

    /**
     * What to say when there are no credentials. Those of {@code aws login} only the AWS CLI can read here, and it
     * hands them on (AWS SDKs and Tools Reference Guide, "Login credentials provider" and "Process credential
     * provider").
     *
     * @param why in the SDK's words
     */
    String withoutCredentials(String why) {
        return why.contains("login_session property")
                ? Texts.of(
                        "the %s is of aws login, whose credentials only the AWS CLI can read: add to ~/.aws/config"
                                + " [profile leftovers] with credential_process = aws configure export-credentials"
                                + " --format process%s and use --profile leftovers --region %s",
                        name, options.replaceFirst(" --region .*", ""), region)
                : Texts.of("no credentials of the %s: %s", name, why.replaceFirst(": ProfileFile\\(.*", ""));
    }

    /** Whether it is the local class. */
    boolean isLocal() {
        return local != null;
    }

    /** The endpoint of a service. */
    URI endpoint(String service) {
        return isLocal()
                ? local
                : URI.create("https://" + service + (isGlobal(service) ? "" : "." + region) + ".amazonaws.com");
    }

    /** The Region that a request to a service is signed for. */
    String signingRegion(String service) {
        return isGlobal(service) ? GLOBAL : region;
    }

    private static boolean isGlobal(String service) {
        return service.equals("iam") || service.equals("budgets");
    }
}
