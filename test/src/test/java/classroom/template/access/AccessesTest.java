package classroom.template.access;

import static classroom.template.access.Sides.GET;
import static classroom.template.access.Sides.resource;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessesTest {
    private static final String FUNCTION =
            resource("F", "Lambda::Function", "'FunctionName': 'get', 'Role': {'Fn::GetAtt': ['R', 'Arn']}");
    private static final String ROLE = resource(
            "R",
            "IAM::Role",
            "'ManagedPolicyArns': [{'Ref': 'P'}], 'Policies': [{'PolicyDocument': {'Statement': [{'Effect': 'Allow',"
                    + " 'Action': 'iam:PassRole', 'Resource': 'arn:aws:iam::ACCOUNT:role/R'}]}}]");
    private static final String POLICY = resource("P", "IAM::ManagedPolicy", "'PolicyDocument': " + GET);

    @Test
    void whatARoleMayDo_isWhatItsFunctionMayDo() {
        Accesses accesses = Accesses.of(Sides.of(FUNCTION, ROLE, POLICY));

        assertThat(accesses.found().get("function get ").documents())
                .extracting(document -> document.at("/Statement/0/Action").asText())
                .containsExactly("iam:PassRole", "dynamodb:GetItem");
        assertThat(accesses.holdersOf("role R ")).containsExactly("function get ");
        assertThat(accesses.holdersOf("managed policy P ")).containsExactly("function get ", "role R ");
        assertThat(accesses.holdersOf("function get ")).isEmpty();
    }

    /** A role that gets another name is the same one. */
    @Test
    void roleInAPolicy_isNamedByWhoHoldsIt() {
        Accesses accesses = Accesses.of(Sides.of(FUNCTION, ROLE, POLICY));

        assertThat(accesses.found().get("role R ").documents())
                .extracting(document -> document.at("/Statement/0/Resource").asText())
                .contains("arn:aws:iam::ACCOUNT:role/(of function get)");
    }

    @Test
    void ofFunctions_areTheFunctionsAloneByName() {
        assertThat(Accesses.ofFunctions(Sides.of(FUNCTION, ROLE, POLICY))).containsOnlyKeys("get");
    }

    @Test
    void roleThatIsNotOfTheTemplate_staysAndIsToldOf() {
        Accesses accesses = Accesses.of(Sides.of(
                resource("F", "Lambda::Function", "'Role': 'arn:aws:iam::ACCOUNT:role/theirs'"), ROLE, POLICY));

        assertThat(accesses.found().get("function F ").others())
                .containsExactly("all of the role theirs, which is not of this template");
        assertThat(accesses.stays("role theirs ")).isTrue();
        assertThat(accesses.stays("role R ")).isFalse();
        assertThat(accesses.stays("function F ")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "all of the managed policy arn:aws:iam::aws:policy/ReadOnlyAccess, false",
        "all of the managed policy arn:aws:iam::aws:policy/AWSDenyAll, true",
        "all of the managed policy arn:aws:iam::123456789012:policy/Mine, true",
        "'all of the group G, which is not of this template', true",
        "'all of the role R, which is not of this template', false",
        "may be used with a password, false",
    })
    void whatIsNotRead_mayDenyUnlessItsNameSaysOtherwise(String other, boolean may) {
        assertThat(Accesses.mayDeny(other)).isEqualTo(may);
    }
}
