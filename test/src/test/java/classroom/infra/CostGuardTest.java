package classroom.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import classroom.infra.Settings.Consent;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awscdk.App;
import software.amazon.awscdk.CfnResource;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.dynamodb.Attribute;
import software.amazon.awscdk.services.dynamodb.AttributeType;
import software.amazon.awscdk.services.dynamodb.Table;

/** What may be deployed and what not; each rule by itself is tested in <code>template.cost.GuardTest</code>. */
class CostGuardTest {
    private static final BigDecimal MUCH = new BigDecimal("9999999");

    @ParameterizedTest
    @CsvSource({
        "'', provisioned, 1, 0", // 10 of 25 units
        "'', provisioned, 2, 0", // 20
        "'', provisioned, 3, 2.91", // 30
        "ana, provisioned, 12, 0", // 24
        "ana, provisioned, 13, 0.59", // 26
        "'', on-demand, 1, 20.09",
    })
    void class_withinTheAllowanceOrTheConsent_passes(String student, String billing, int students, String maximum)
            throws Exception {
        Path assembly = assembly(student, billing);

        assertThatCode(() -> CostGuard.check(assembly, new Consent(students, new BigDecimal(maximum))))
                .doesNotThrowAnyException();
        assertThat(assembly.resolve("manifest.json")).exists();
    }

    @ParameterizedTest
    @CsvSource({
        "'', provisioned, 3, 2.90, 30 RCU for 3 students",
        "'', provisioned, 3, 0, maxMonthlyUsd=2.91",
        "ana, provisioned, 13, 0.58, 26 WCU for 13 students",
        "'', on-demand, 1, 20.08, '26,784,000 write request units, none of them free: $16.74 in the worst month'",
    })
    void class_beyondTheConsent_isRefusedWithFiguresAndNoAssemblyIsLeft(
            String student, String billing, int students, String maximum, String told) throws Exception {
        Path assembly = assembly(student, billing);

        assertThatThrownBy(() -> CostGuard.check(assembly, new Consent(students, new BigDecimal(maximum))))
                .isInstanceOf(Refused.class)
                .hasMessageStartingWith("the cost guard refuses Classroom")
                .hasMessageContaining(told);
        assertThat(assembly.resolve("manifest.json")).doesNotExist();
        assertThat(assembly.resolve(CostGuard.FILE)).content().contains("\"students\":" + students);
    }

    @Test
    void budgetAndSchedule_costNothing() throws Exception {
        App app = app(Map.of("budgetEmail", "ana@example.com", "selfDestruct", true));

        assertThatCode(() -> check(app, BigDecimal.ZERO)).doesNotThrowAnyException();
    }

    /** Each as it would come into the app, in a second stack: all stacks of the app are judged. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "AWS::KMS::Key",
                "AWS::DAX::Cluster",
                "AWS::EC2::NatGateway",
                "AWS::DynamoDB::GlobalTable",
                "AWS::Kinesis::Stream",
                "AWS::RDS::DBInstance"
            })
    void paidResource_inAnyStack_isRefusedWhateverTheConsent(String type) throws Exception {
        App app = app(Map.of());
        CfnResource.Builder.create(new Stack(app, "Other"), "Paid").type(type).build();

        assertThatThrownBy(() -> check(app, MUCH)).isInstanceOf(Refused.class).hasMessageContaining("Other/Paid");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            AWS::Lambda::Function | MemorySize                        | 2048                              | memory over 1 GB
            AWS::Lambda::Function | KmsKeyArn                         | arn:aws:kms:us-east-2:1:key/k     | customer-managed KMS key
            AWS::Lambda::Alias    | ProvisionedConcurrencyConfig      | {"ProvisionedConcurrentExecutions": 1} | provisioned concurrency
            AWS::Logs::LogGroup   | RetentionInDays                   | 14                                | more than a week
            AWS::Logs::LogGroup   | LogGroupName                      | forever                           | never expire
            AWS::DynamoDB::Table  | PointInTimeRecoverySpecification  | {"PointInTimeRecoveryEnabled": true} | point-in-time recovery
            AWS::DynamoDB::Table  | KinesisStreamSpecification        | {"StreamArn": "arn"}              | a stream to Kinesis
            AWS::DynamoDB::Table  | Replicas                          | [{"Region": "us-east-1"}]         | a global table
            """)
    void paidFeature_isRefusedWhateverTheConsent(String type, String property, String value, String told)
            throws Exception {
        App app = app(Map.of());
        CfnResource.Builder.create(new Stack(app, "Other"), "Paid")
                .type(type)
                .properties(Map.of(property, value.matches("[\\[{0-9].*") ? Json.read(value) : value))
                .build();

        assertThatThrownBy(() -> check(app, MUCH))
                .isInstanceOf(Refused.class)
                .hasMessageContaining(told)
                .hasMessageContaining("Other/Paid");
    }

    @Test
    void tableThatWouldStay_isRefusedWhateverTheConsent() throws Exception {
        App app = app(Map.of());
        Stack other = new Stack(app, "Other");
        Findings.acknowledge(other, "DDB3", "This is a test of another rule altogether.");
        // The CDK's own default: a table is retained.
        Table.Builder.create(other, "Kept")
                .partitionKey(Attribute.builder()
                        .name("id")
                        .type(AttributeType.STRING)
                        .build())
                .build();

        assertThatThrownBy(() -> check(app, MUCH))
                .hasMessageContaining("DeletionPolicy Retain of an AWS::DynamoDB::Table")
                .hasMessageContaining("it would stay after destroy");
    }

    private static Path assembly(String student, String billing) throws Exception {
        return Path.of(
                app(student.isEmpty() ? Map.of("billing", billing) : Map.of("billing", billing, "student", student))
                        .synth()
                        .getDirectory());
    }

    private static App app(Map<String, Object> settings) throws Exception {
        Path jar = Files.createDirectories(Path.of("target", "synthesis").toAbsolutePath())
                .resolve("guarded.jar");
        return Synthesis.app(settings, Files.writeString(jar, "not a jar"));
    }

    private static void check(App app, BigDecimal maximum) {
        CostGuard.check(Path.of(app.synth().getDirectory()), new Consent(1, maximum));
    }

    /** Values as the CDK takes them. */
    private static final class Json {
        static Object read(String text) throws Exception {
            return new ObjectMapper().readValue(text, Object.class);
        }
    }
}
