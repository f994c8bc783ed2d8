package classroom.cli.leftovers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import classroom.cli.terminal.CommandException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where requests would go; none is sent. */
class AccountTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void layProfiles() throws IOException {
        Path config = Files.writeString(folder.resolve("config"), """
                [profile school]
                region = sa-east-1
                endpoint_url = http://elsewhere.example
                [profile nowhere]
                [profile china]
                region = cn-north-1
                """);
        // AWS SDKs and Tools Reference Guide, "Location of the shared config and credentials files".
        System.setProperty("aws.configFile", config.toString());
        System.setProperty("aws.sharedCredentialsFile", folder.resolve("none").toString());
    }

    @AfterEach
    void forgetProfiles() {
        System.clearProperty("aws.configFile");
        System.clearProperty("aws.sharedCredentialsFile");
    }

    @Test
    void class_isAskedAndClearedOnItsPortAlone() {
        Account account = Account.ofClass(4566);

        assertThat(account.endpoint("dynamodb")).isEqualTo(URI.create("http://127.0.0.1:4566"));
        assertThat(account.endpoint("iam")).isEqualTo(URI.create("http://127.0.0.1:4566"));
        // Also in a shell that has its own account.
        assertThat(account.options()).isEqualTo(" --endpoint-url http://127.0.0.1:4566 --region us-east-2");
    }

    @Test
    void profile_leadsToItsRegionAndToTheServicesThatHaveNone() {
        Account account = Account.ofProfile("school", null);

        assertThat(account.endpoint("dynamodb")).isEqualTo(URI.create("https://dynamodb.sa-east-1.amazonaws.com"));
        assertThat(account.signingRegion("dynamodb")).isEqualTo("sa-east-1");
        assertThat(account.endpoint("iam")).isEqualTo(URI.create("https://iam.amazonaws.com"));
        assertThat(account.endpoint("budgets")).isEqualTo(URI.create("https://budgets.amazonaws.com"));
        assertThat(account.signingRegion("iam")).isEqualTo("us-east-1");
        assertThat(account.options()).isEqualTo(" --profile school --region sa-east-1");
    }

    @Test
    void region_givenIsPreferred() {
        assertThat(Account.ofProfile("school", "us-east-2").region()).isEqualTo("us-east-2");
    }

    @Test
    void profileThatLeadsNowhere_isRefusedWithTheWayOut() {
        assertThatThrownBy(() -> Account.ofProfile("nobody", null))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("no profile nobody");
        assertThatThrownBy(() -> Account.ofProfile("nowhere", null))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("add --region");
        assertThatThrownBy(() -> Account.ofProfile("china", null))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("cn-north-1");
    }
}
