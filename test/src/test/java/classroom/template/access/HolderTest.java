package classroom.template.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HolderTest {
    private final Holder function = new Holder(new Holder.Name("function", "get"));
    private final Holder role = new Holder(new Holder.Name(Holder.ROLE, "R"));
    private final Holder policy = new Holder(new Holder.Name(Accesses.MANAGED_POLICY, "P"));

    @Test
    void whatItHolds_isHeldOverOthersToo_evenInACircle() {
        function.hold(role);
        role.hold(policy);
        policy.hold(function);

        assertThat(function.all()).containsExactlyInAnyOrder(function, role, policy);
        assertThat(role.all()).containsExactlyInAnyOrder(function, role, policy);
    }

    @Test
    void accesses_sayWhoseTheyAre() {
        assertThat(function.accesses())
                .extracting(access -> access.who(title -> title))
                .containsExactly(
                        "function get", "trust in the role of function get", "boundary of the role of function get");
        assertThat(role.accesses())
                .extracting(access -> access.who(title -> title))
                .containsExactly("role R", "trust in role R", "boundary of role R");
    }

    @ParameterizedTest
    @CsvSource({"role, true", "user, true", "group, true", "function, false", "managed policy, false"})
    void identityThatNoTemplateMakes_stays(String relation, boolean stays) {
        Holder holder = new Holder(new Holder.Name(relation, "x"));

        assertThat(holder.stays()).isEqualTo(stays);
        holder.isMade(false);
        assertThat(holder.stays()).isFalse();
        holder.isMade(true);
        assertThat(holder.stays()).isEqualTo(stays);
    }

    @Test
    void heldOfAnotherTemplate_isTold() {
        function.hold(role);
        function.hold(policy);
        policy.isMade(false);

        function.tellOfStrangers();

        assertThat(function.allowed().others()).containsExactly("all of the role R, which is not of this template");
    }
}
