package classroom.template.access;

import static classroom.template.access.Sides.GET;
import static classroom.template.access.Sides.PUT;
import static classroom.template.access.Sides.resource;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HoldersTest {
    @Test
    void roleHoldsTheManagedPoliciesOfTheStack_andNamesOthers() {
        Holders holders = Holders.of(Sides.of(
                resource("R", "IAM::Role", "'ManagedPolicyArns': [{'Ref': 'P'}, 'arn:aws:iam::aws:policy/Big']"),
                resource("P", "IAM::ManagedPolicy", "'PolicyDocument': " + GET)));

        assertThat(held(holders, "role R")).containsExactly("role R", "managed policy P");
        assertThat(find(holders, "role R").allowed().others())
                .containsExactly("all of the managed policy arn:aws:iam::aws:policy/Big");
    }

    @Test
    void policyOfItsOwn_isItsRolesAsOneThatStandsInIt() {
        Holders holders = Holders.of(Sides.of(
                resource("R", "IAM::Role", "'Policies': [{'PolicyName': 'p', 'PolicyDocument': " + GET + "}]"),
                resource("Q", "IAM::Policy", "'Roles': [{'Ref': 'R'}], 'PolicyDocument': " + PUT)));

        assertThat(find(holders, "role R").allowed().documents())
                .extracting(document -> document.at("/Statement/0/Action").asText())
                .containsExactly("dynamodb:GetItem", "dynamodb:PutItem");
    }

    @Test
    void userHoldsItsGroups_whereverThatIsSaid_andItsKeyIsTold() {
        Holders holders = Holders.of(Sides.of(
                resource("U", "IAM::User", "'Groups': ['G']"),
                resource("H", "IAM::Group", ""),
                resource("A", "IAM::UserToGroupAddition", "'GroupName': {'Ref': 'H'}, 'Users': [{'Ref': 'U'}]"),
                resource("K", "IAM::AccessKey", "'UserName': {'Ref': 'U'}"),
                resource("Off", "IAM::AccessKey", "'UserName': {'Ref': 'U'}, 'Status': 'Inactive'")));

        assertThat(held(holders, "user U")).containsExactlyInAnyOrder("user U", "group G", "group H");
        assertThat(find(holders, "user U").allowed().others()).containsExactly("may be used with the access key K");
    }

    @Test
    void boundary_isTheManagedPolicyOrEverything() {
        Holders holders = Holders.of(Sides.of(
                resource("Within", "IAM::Role", "'PermissionsBoundary': {'Ref': 'P'}"),
                resource("Without", "IAM::Role", ""),
                resource("P", "IAM::ManagedPolicy", "'PolicyDocument': " + GET)));

        assertThat(find(holders, "role Within").boundary().documents())
                .isEqualTo(find(holders, "managed policy P").allowed().documents());
        assertThat(find(holders, "role Without").boundary().documents()).containsExactly(Accesses.EVERYTHING);
    }

    @Test
    void resourceThatCarriesARole_holdsIt_andTheRoleIsCalledAfterIt() {
        Side side = Sides.of(
                resource("R", "IAM::Role", ""),
                resource("F", "Lambda::Function", "'FunctionName': 'get', 'Role': {'Fn::GetAtt': ['R', 'Arn']}"));
        Holders holders = Holders.of(side);

        ResourcePolicies.read(side, holders);

        assertThat(held(holders, "function get")).containsExactly("function get", "role R");
        assertThat(holders.rolesByTheirHolders())
                .containsExactly(
                        Map.entry("arn:aws:iam::ACCOUNT:role/R", "arn:aws:iam::ACCOUNT:role/(of function get)"));
    }

    @Test
    void roleOfAnotherAccount_hasItsArnForAName() {
        Side side = Sides.of(resource("F", "Lambda::Function", "'Role': 'arn:aws:iam::210987654321:role/R'"));
        Holders holders = Holders.of(side);

        ResourcePolicies.read(side, holders);

        assertThat(held(holders, "function F")).containsExactly("function F", "role arn:aws:iam::210987654321:role/R");
    }

    private static List<String> held(Holders holders, String who) {
        return find(holders, who).all().stream().map(Holder::words).toList();
    }

    private static Holder find(Holders holders, String who) {
        return holders.all().stream()
                .filter(holder -> holder.words().equals(who))
                .findFirst()
                .orElseThrow();
    }
}
