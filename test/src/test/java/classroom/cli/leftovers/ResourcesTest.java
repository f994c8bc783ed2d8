package classroom.cli.leftovers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import classroom.cli.client.ServiceException;
import classroom.template.AwsEnvironment;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What an account has that the local class has not, and what goes while one looks; the rest is in SearchTest. */
class ResourcesTest {
    private static final Marks MARKS =
            new Marks(Map.of("class", "classroom"), Set.of(), List.of("Classroom"), List.of());

    private final Answering account = new Answering();

    @Test
    void schedule_isFoundByItsNameAndRemovedFromItsGroup() {
        account.to("/schedules", """
                {"Schedules": [{"Name": "Classroom-End-1", "GroupName": "mine"}, {"Name": "another"}]}""");

        assertThat(found("scheduler"))
                .containsExactly(new Found(
                        "schedule",
                        "Classroom-End-1",
                        "has a name of the class, and can have no tag: see first whose it is",
                        List.of("aws scheduler delete-schedule --name Classroom-End-1 --group-name mine")));
    }

    @Test
    void budget_isAskedForAndRemovedFromTheAccount() {
        account.to("DescribeBudgets / {\"AccountId\":\"111111111111\"}", """
                        {"Budgets": [{"BudgetName": "my class"}]}""")
                .to("arn:aws:budgets::111111111111:budget/my class", """
                        {"ResourceTags": [{"Key": "class", "Value": "classroom"}]}""");

        assertThat(found("budgets"))
                .containsExactly(new Found(
                        "budget",
                        "my class",
                        "carries the tag class=classroom",
                        List.of("aws budgets delete-budget --account-id 111111111111 --budget-name \"my class\"")));
    }

    @Test
    void role_isRemovedWithItsPoliciesUnlessItIsAwss() {
        account.to("Action=ListRoles&", """
                        <R><ListRolesResult><Roles>
                          <member><RoleName>Classroom-Role</RoleName><Path>/</Path></member>
                          <member><RoleName>Classroom-Other</RoleName><Path>/aws-service-role/lambda/</Path></member>
                        </Roles></ListRolesResult></R>""")
                .to("Action=ListRoleTags", "<R><ListRoleTagsResult><Tags/></ListRoleTagsResult></R>")
                .to("Action=ListRolePolicies", """
                        <R><ListRolePoliciesResult><PolicyNames><member>Write</member></PolicyNames>
                        </ListRolePoliciesResult></R>""")
                .to("Action=ListAttachedRolePolicies", """
                        <R><ListAttachedRolePoliciesResult><AttachedPolicies>
                          <member><PolicyName>p</PolicyName><PolicyArn>arn:aws:iam::aws:policy/p</PolicyArn></member>
                        </AttachedPolicies></ListAttachedRolePoliciesResult></R>""");

        assertThat(found("iam"))
                .singleElement()
                .satisfies(role -> assertThat(role.removal())
                        .containsExactly(
                                "aws iam delete-role-policy --role-name Classroom-Role --policy-name Write",
                                "aws iam detach-role-policy --role-name Classroom-Role --policy-arn arn:aws:iam::aws:policy/p",
                                "aws iam delete-role --role-name Classroom-Role"));
    }

    @Test
    void whatGoesBetweenItsListingAndItsTags_isNotThere() {
        account.to("ListTables", "{\"TableNames\": [\"Classroom-gone\", \"Classroom-there\"]}")
                .to("table/Classroom-gone", "{\"__type\": \"x#ResourceNotFoundException\"}");

        assertThat(found("dynamodb")).extracting(Found::id).containsExactly("Classroom-there");
    }

    @Test
    void tagsThatMayNotBeRead_areNoAbsence() {
        account.to("ListTables", "{\"TableNames\": [\"Classroom-a\"]}")
                .to("ListTagsOfResource", "{\"__type\": \"x#AccessDeniedException\"}");

        assertThatThrownBy(() -> found("dynamodb")).isInstanceOf(ServiceException.class);
    }

    private List<Found> found(String service) {
        Resources resources = new Resources(account.client(), new AwsEnvironment("111111111111", "sa-east-1"), MARKS);
        resources.looks().get(service).run();
        return resources.found();
    }
}
