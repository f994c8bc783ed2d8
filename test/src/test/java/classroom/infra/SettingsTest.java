package classroom.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import classroom.infra.guard.Consent;
import classroom.infra.parts.Billing;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    @Test
    void settings_withoutContext_areTheLessons() {
        Settings settings = settings(Map.of());

        assertThat(settings.stackName()).isEqualTo("Classroom");
        assertThat(settings.billing()).isEqualTo(Billing.PROVISIONED);
        assertThat(settings.budgetEmail()).isEmpty();
        assertThat(settings.selfDestruct()).isEmpty();
        assertThat(settings.snapStart()).isFalse();
        assertThat(settings.consent()).isEqualTo(new Consent(1, BigDecimal.ZERO, Set.of(), false));
    }

    @Test
    void student_given_prefixesEveryName() {
        Settings settings = settings(Map.of("student", "ana-2"));

        assertThat(settings.stackName()).isEqualTo("Classroom-ana-2");
    }

    @Test
    void allowAnybody_isEveryNameOfItsList() {
        assertThat(settings(Map.of("allowAnybody", "hello,arn:aws:sqs:us-east-2:1:q"))
                        .consent()
                        .allowAnybody())
                .containsExactlyInAnyOrder("hello", "arn:aws:sqs:us-east-2:1:q");
    }

    @Test
    void student_aloneIsOneOfMany_untilSomebodySaysOfHowMany() {
        assertThat(settings(Map.of("student", "ana")).consent().oneOfMany()).isTrue();
        assertThat(settings(Map.of("student", "ana", "students", "1")).consent().oneOfMany())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Ana", "2ana", "ana-", "-ana", "ana--b", "ana_b", "ana b", "joão", "abcdefghijklmnopqrstu"})
    void student_thatNoNameCanBeginWith_isRefusedByKey(String student) {
        assertThatThrownBy(() -> settings(Map.of("student", student)))
                .isInstanceOf(InvalidSetting.class)
                .hasMessageStartingWith("-c student=" + student + ": student must be lower-case letters, digits")
                .hasMessageEndingWith("at most 20 characters");
    }

    @Test
    void student_thatIsNoText_isRefusedByKey() {
        assertThatThrownBy(() -> settings(Map.of("student", true))).hasMessageStartingWith("-c student=true: ");
    }

    @Test
    void billing_onDemand_isTaken() {
        assertThat(settings(Map.of("billing", "on-demand")).billing()).isEqualTo(Billing.ON_DEMAND);
        assertThat(settings(Map.of("billing", "provisioned")).billing()).isEqualTo(Billing.PROVISIONED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sa-east-1", "us-east-2", "ap-northeast-3", "me-central-1", "mx-central-1", "il-central-1"})
    void region_isTaken(String region) {
        assertThat(settings(Map.of("region", region)).region()).isEqualTo(region);
        assertThat(settings(Map.of()).region()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "free", "ON_DEMAND", "On-Demand"})
    void billing_ofAnotherKind_isRefusedByKeyWithWhatIsAllowed(String billing) {
        assertThatThrownBy(() -> settings(Map.of("billing", billing)))
                .isInstanceOf(InvalidSetting.class)
                .hasMessage("-c billing=" + billing + ": billing must be provisioned or on-demand");
    }

    @Test
    void values_areTakenAsTextsOfTheCommandLineAndAsTypesOfCdkJson() {
        Settings texts = settings(Map.of("students", "30", "maxMonthlyUsd", "20.50", "snapStart", "true"));
        Settings types = settings(Map.of("students", 30.0, "maxMonthlyUsd", 20.5, "snapStart", true));

        assertThat(texts.consent()).isEqualTo(new Consent(30, new BigDecimal("20.50"), Set.of(), false));
        assertThat(types.consent()).isEqualTo(new Consent(30, new BigDecimal("20.5"), Set.of(), false));
        assertThat(texts.snapStart()).isTrue();
        assertThat(types.snapStart()).isTrue();
        assertThat(settings(Map.of("students", 100)).consent().students()).isEqualTo(100);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            region        | sao-paulo    | a Region of AWS, such as sa-east-1
            region        | sa-east1     | a Region of AWS, such as sa-east-1
            region        | cn-north-1   | a Region of AWS, such as sa-east-1
            region        | us-gov-west-1 | a Region of AWS, such as sa-east-1
            region        | us-east-1a   | a Region of AWS, such as sa-east-1
            students      | 0            | the number of classes that one payer pays for in a Region, from 1 to 9999
            students      | -1           | the number of classes that one payer pays for in a Region, from 1 to 9999
            students      | 2.5          | the number of classes that one payer pays for in a Region, from 1 to 9999
            students      | ana          | the number of classes that one payer pays for in a Region, from 1 to 9999
            students      | 99999999999  | the number of classes that one payer pays for in a Region, from 1 to 9999
            maxMonthlyUsd | -1           | an amount in USD without a sign, such as 0 or 12.50
            maxMonthlyUsd | $5           | an amount in USD without a sign, such as 0 or 12.50
            maxMonthlyUsd | 1e9          | an amount in USD without a sign, such as 0 or 12.50
            maxMonthlyUsd | 5,00         | an amount in USD without a sign, such as 0 or 12.50
            allowAnybody  | hello,       | names of what anybody may use, as the cost guard prints them, with commas between them
            allowAnybody  | hello there  | names of what anybody may use, as the cost guard prints them, with commas between them
            budgetEmail   | ana          | one e-mail address
            budgetEmail   | ana@school   | one e-mail address
            budgetEmail   | a@b.c,d@e.f  | one e-mail address
            snapStart     | on           | true or false
            snapStart     | True         | true or false
            """)
    void value_thatIsNotAllowed_isRefusedByKeyWithWhatIsAllowed(String key, String value, String allowed) {
        assertThatThrownBy(() -> settings(Map.of(key, value)))
                .isInstanceOf(InvalidSetting.class)
                .hasMessage("-c " + key + "=" + value + ": " + key + " must be " + allowed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2027-03-31T18:00:00", "2026-12-01T23:59:59", "2028-02-29T00:00:00", "2020-01-01T00:00:00"})
    void selfDestruct_isAMomentInUtc_pastOrNot(String moment) {
        assertThat(settings(Map.of("selfDestruct", moment)).selfDestruct()).isEqualTo(moment);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "true",
                "false",
                "",
                "2027-03-31",
                "2027-03-31T18:00",
                "2027-03-31T18:00:00Z",
                "2027-03-31 18:00:00",
                "2027-03-31T18:00:00.5",
                "2027-13-01T00:00:00",
                "2027-02-29T00:00:00",
                "2027-03-31T24:00:00",
                "2027-03-31T23:59:60",
                "at(2027-03-31T18:00:00)",
                "+2027-03-31T18:00:00"
            })
    void selfDestruct_thatIsNoMoment_isRefusedWithAnExample(String text) {
        assertThatThrownBy(() -> settings(Map.of("selfDestruct", text)))
                .isInstanceOf(InvalidSetting.class)
                .hasMessage(
                        "-c selfDestruct=" + text
                                + ": selfDestruct must be the moment in UTC when the class ends, without a Z or zone, such as 2027-03-31T18:00:00");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void emptyAddress_isNoAddress(String address) {
        assertThatThrownBy(() -> settings(Map.of("budgetEmail", address))).hasMessageContaining("budgetEmail must be");
    }

    @ParameterizedTest
    @CsvSource({
        "bugdetEmail, budgetEmail",
        "budgetMail, budgetEmail",
        "budget-email, budgetEmail",
        "maxMonthlyUSD, maxMonthlyUsd",
        "MaxMontlyUsd, maxMonthlyUsd",
        "selfdestruct, selfDestruct",
        "snapstart, snapStart",
        "Student, student",
        "allowAnyBody, allowAnybody",
        "allow-anybody, allowAnybody",
        "allowAnybodi, allowAnybody",
        "biling, billing",
    })
    void mistypedKey_isRefusedWithTheOneThatIsMeant(String key, String meant) {
        assertThatThrownBy(() -> settings(Map.of(key, "x")))
                .isInstanceOf(InvalidSetting.class)
                .hasMessage("-c " + key + ": there is no such setting; did you mean " + meant + "?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@aws-cdk/core:enablePartitionLiterals",
                "aws:cdk:enable-asset-metadata",
                "availability-zones:account=1:region=us-east-2",
                "env",
                "stage",
                "budget"
            })
    void keyOfTheCdkOrOfAnotherApp_passes(String key) {
        assertThat(settings(Map.of(key, true))).isEqualTo(settings(Map.of()));
    }

    private static Settings settings(Map<String, ?> context) {
        return Settings.of(context, Path.of("functions.jar"));
    }
}
