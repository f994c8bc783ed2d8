package classroom.infra.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import classroom.infra.Synthesis;
import classroom.infra.parts.Findings;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awscdk.App;
import software.amazon.awscdk.CfnResource;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicies;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.Stage;
import software.amazon.awscdk.services.dynamodb.Attribute;
import software.amazon.awscdk.services.dynamodb.AttributeType;
import software.amazon.awscdk.services.dynamodb.Table;
import software.amazon.awscdk.services.ec2.CfnSecurityGroup;
import software.amazon.awscdk.services.events.Rule;
import software.amazon.awscdk.services.events.Schedule;
import software.amazon.awscdk.services.events.targets.LambdaFunction;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.FunctionUrlAuthType;
import software.amazon.awscdk.services.lambda.FunctionUrlOptions;
import software.amazon.awscdk.services.ssm.StringParameter;

/** What may be deployed and what not; each rule by itself is tested in <code>template.cost.GuardTest</code>. */
class CostGuardTest {
    private static final BigDecimal MUCH = new BigDecimal("9999999");

    @ParameterizedTest
    @CsvSource({
        "'', provisioned, 1, 0", // 22 of 25 units
        "'', provisioned, 2, 11.03", // 44
        "ana, provisioned, 4, 0", // 24
        "ana, provisioned, 5, 2.91", // 30
        "'', on-demand, 1, 44.20",
    })
    void class_withinTheAllowanceOrTheConsent_passes(String student, String billing, int students, String maximum)
            throws Exception {
        App app = app(student, billing);

        assertThatCode(() ->
                        Inspection.synthesize(app, new Consent(students, new BigDecimal(maximum), Set.of(), false)))
                .doesNotThrowAnyException();
        assertThat(manifest(app)).exists();
    }

    @ParameterizedTest
    @CsvSource({
        "'', provisioned, 2, 11.02, 44 RCU for 2 students",
        "'', provisioned, 2, 0, maxMonthlyUsd=11.03",
        "ana, provisioned, 5, 2.90, 30 WCU for 5 students",
        "'', on-demand, 1, 44.19, '58,924,800 write request units, none of them free: $36.83 in the worst month'",
    })
    void class_beyondTheConsent_isRefusedWithFiguresAndNoAssemblyIsLeft(
            String student, String billing, int students, String maximum, String told) throws Exception {
        App app = app(student, billing);

        assertThatThrownBy(() ->
                        Inspection.synthesize(app, new Consent(students, new BigDecimal(maximum), Set.of(), false)))
                .isInstanceOf(Refused.class)
                .hasMessageStartingWith("the cost guard refuses Classroom")
                .hasMessageContaining(told);
        assertThat(manifest(app)).doesNotExist();
        assertThat(manifest(app).resolveSibling(CostGuard.FILE)).content().contains("\"students\":" + students);
    }

    @Test
    void studentsClass_thatIsRefused_isToldThatOnlyOneWasCounted() throws Exception {
        String told = "Only one student's class was counted; -c students=N counts all";
        BigDecimal cent = new BigDecimal("0.01");

        assertThatThrownBy(() -> Inspection.synthesize(app("ana", "on-demand"), new Consent(1, cent, Set.of(), true)))
                .hasMessageContaining(told);
        assertThatThrownBy(() -> Inspection.synthesize(app("ana", "on-demand"), new Consent(1, cent, Set.of(), false)))
                .isInstanceOf(Refused.class)
                .hasMessageNotContaining(told);
    }

    @Test
    void templateThatCannotBeJudged_isRefusedInALineAndNoAssemblyIsLeft() throws Exception {
        App app = app(Map.of());
        Stack other = new Stack(app, "Other");
        other.addTransform("AWS::Serverless-2016-10-31");

        assertThatThrownBy(() -> check(app, MUCH))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("- Other [template] the template cannot be judged: Transform: this section of a"
                        + " template is not supported here.");
        assertThat(manifest(app)).doesNotExist();
    }

    @Test
    void stage_isRefusedInALineAndNoAssemblyIsLeft() throws Exception {
        App app = app(Map.of());
        CfnResource.Builder.create(new Stack(new Stage(app, "Later"), "Other"), "Paid")
                .type("AWS::KMS::Key")
                .build();

        assertThatThrownBy(() -> check(app, MUCH))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("- assembly-Later [unknown] a stage, which the guard does not read: ");
        assertThat(manifest(app)).doesNotExist();
    }

    @Test
    void stackThatIsProtected_isRefusedAndNoAssemblyIsLeft() throws Exception {
        App app = app(Map.of());
        Stack other = new Stack(
                app, "Other", StackProps.builder().terminationProtection(true).build());
        CfnResource.Builder.create(other, "Queue").type("AWS::SQS::Queue").build();

        assertThatThrownBy(() -> check(app, MUCH))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("- Other [remains] termination protection of the stack: ");
        assertThat(manifest(app)).doesNotExist();
        assertThat(manifest(app).resolveSibling(CostGuard.FILE)).content().contains("termination protection");
    }

    @Test
    void functionUrlForAnybody_isRefusedUntilItsFunctionIsConsentedTo() throws Exception {
        assertThatThrownBy(() -> check(withUrl(FunctionUrlAuthType.NONE), MUCH))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("a function URL that asks for no identity")
                .hasMessageContaining("a permission for everybody")
                .hasMessageContaining("consent with -c allowAnybody=hello");
        assertThatCode(() -> Inspection.synthesize(
                        withUrl(FunctionUrlAuthType.NONE), new Consent(1, BigDecimal.ZERO, Set.of("hello"), false)))
                .doesNotThrowAnyException();
        assertThatCode(() -> check(withUrl(FunctionUrlAuthType.AWS_IAM), BigDecimal.ZERO))
                .doesNotThrowAnyException();
    }

    /** As the CDK itself writes them: a parameter, a rule for a function, a security group. */
    @Test
    void whatIsFreeInAws_passes() throws Exception {
        App app = app(Map.of());
        Stack stack = (Stack) app.getNode().findChild("Classroom");
        StringParameter.Builder.create(stack, "Parameter").stringValue("v").build();
        Rule.Builder.create(stack, "Nightly")
                .schedule(Schedule.rate(Duration.days(1)))
                .targets(List.of(new LambdaFunction(hello(stack))))
                .build();
        CfnSecurityGroup.Builder.create(stack, "Group")
                .groupDescription("Nothing may come in")
                .build();
        RemovalPolicies.of(stack).destroy();

        assertThatCode(() -> check(app, BigDecimal.ZERO)).doesNotThrowAnyException();
    }

    @Test
    void ruleThatFails_leavesNoAssembly() throws Exception {
        App app = app(Map.of());

        // No setting gets that far: any failure of the guard itself does.
        assertThatThrownBy(() -> Inspection.synthesize(app, new Consent(0, BigDecimal.ZERO, Set.of(), false)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(manifest(app)).doesNotExist();
    }

    @Test
    void findingOfCdkNag_leavesNoAssembly() throws Exception {
        App app = app(Map.of());
        table(new Stack(app, "Other"));

        assertThatThrownBy(() -> check(app, MUCH)).hasMessageContaining("AwsSolutions-DDB3");
        assertThat(manifest(app)).doesNotExist();
    }

    @Test
    void budgetAndSchedule_costNothing() throws Exception {
        App app = app(Map.of("budgetEmail", "ana@example.com", "selfDestruct", "2027-03-31T18:00:00"));

        assertThatCode(() -> check(app, BigDecimal.ZERO)).doesNotThrowAnyException();
    }

    @Test
    void regionWithoutPrices_isEnoughWithinTheAllowanceWhateverElseIsSet() throws Exception {
        for (Map<String, Object> settings : List.of(
                Map.<String, Object>of("region", "sa-east-1"),
                Map.<String, Object>of(
                        "region", "sa-east-1", "budgetEmail", "ana@example.com", "selfDestruct", "2027-03-31T18:00:00"),
                Map.<String, Object>of("region", "sa-east-1", "snapStart", true, "student", "ana"))) {
            App app = app(settings);

            assertThatCode(() -> check(app, BigDecimal.ZERO)).doesNotThrowAnyException();
            assertThat(manifest(app).resolveSibling(CostGuard.FILE)).content().contains("\"region\":\"sa-east-1\"");
        }
    }

    @Test
    void regionWithoutPrices_isRefusedByNameBeyondTheAllowance() throws Exception {
        App app = app(Map.of("region", "sa-east-1", "billing", "on-demand"));

        assertThatThrownBy(() -> check(app, MUCH))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("nobody has looked up the prices of sa-east-1")
                .hasMessageContaining("-c region=us-east-1 or us-east-2");
        assertThat(manifest(app)).doesNotExist();
    }

    @Test
    void regionWithPrices_isConsentedToByTheAmount() throws Exception {
        Map<String, Object> settings = Map.of("region", "us-east-1", "billing", "on-demand");

        assertThatCode(() -> check(app(settings), new BigDecimal("44.20"))).doesNotThrowAnyException();
        App app = app(settings);
        assertThatThrownBy(() -> check(app, new BigDecimal("44.19"))).hasMessageContaining("maxMonthlyUsd=44.20");
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
        table(other);

        assertThatThrownBy(() -> check(app, MUCH))
                .hasMessageContaining("DeletionPolicy Retain of an AWS::DynamoDB::Table")
                .hasMessageContaining("it would stay after destroy");
    }

    private static App withUrl(FunctionUrlAuthType authType) throws Exception {
        App app = app(Map.of());
        hello((Stack) app.getNode().findChild("Classroom"))
                .addFunctionUrl(FunctionUrlOptions.builder().authType(authType).build());
        return app;
    }

    private static Function hello(Stack stack) {
        return (Function) stack.getNode()
                .findChild("Greeting")
                .getNode()
                .findChild("Hello")
                .getNode()
                .findChild("Function");
    }

    private static App app(String student, String billing) throws Exception {
        return app(student.isEmpty() ? Map.of("billing", billing) : Map.of("billing", billing, "student", student));
    }

    private static App app(Map<String, Object> settings) throws Exception {
        Path jar = Files.createDirectories(Path.of("target", "synthesis").toAbsolutePath())
                .resolve("guarded.jar");
        return Synthesis.app(settings, Files.writeString(jar, "not a jar"));
    }

    private static void check(App app, BigDecimal maximum) {
        Inspection.synthesize(app, new Consent(1, maximum, Set.of(), false));
    }

    private static Path manifest(App app) {
        return Path.of(app.getOutdir(), "manifest.json");
    }

    /** As the CDK makes it by itself: it is retained. */
    private static void table(Stack stack) {
        Table.Builder.create(stack, "Kept")
                .partitionKey(Attribute.builder()
                        .name("id")
                        .type(AttributeType.STRING)
                        .build())
                .build();
    }

    /** Values as the CDK takes them. */
    private static final class Json {
        static Object read(String text) throws Exception {
            return new ObjectMapper().readValue(text, Object.class);
        }
    }
}
