package classroom.infra.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import classroom.infra.Synthesis;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awscdk.Annotations;
import software.amazon.awscdk.App;
import software.amazon.awscdk.CfnResource;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.sqs.Queue;
import software.constructs.Construct;

/**
 * What a synth says of constructs as AWS's own documentation writes them, and that each line that it prints can be
 * pasted: the constructs are source code here, which is compiled.
 */
class InspectionTest {
    private static final String PLAIN = """
            Table table = Table.Builder.create(this, "Notes")
                    .partitionKey(LessonTable.text("id"))
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .build();
            table.addGlobalSecondaryIndex(GlobalSecondaryIndexProps.builder()
                    .indexName("by-day")
                    .partitionKey(LessonTable.text("day"))
                    .build());
            Function function = Function.Builder.create(this, "GetNote")
                    .runtime(Runtime.JAVA_21)
                    .handler("a.B")
                    .code(Code.fromAsset(classroom.infra.Project.ROOT.resolve(".mvn").toString()))
                    .build();
            table.grantReadData(function);
            Queue.Builder.create(this, "Later").build();
            LogGroup.Builder.create(this, "Kept").build();
            function.addFunctionUrl(FunctionUrlOptions.builder().authType(FunctionUrlAuthType.NONE).build());
            """;

    /** Construct and rule; the part of ours that the finding names; whether it can be acknowledged or consented to. */
    private static final String FOUND = """
            Plain/Own/GetNote/FunctionUrl/Resource [anybody] | - | consent
            Plain/Own/GetNote/LogGroup/Resource [paid feature] | LessonFunction | no
            Plain/Own/GetNote/LogGroup/Resource [remains] | LessonFunction | no
            Plain/Own/GetNote/LogGroup/Resource [remains] | LessonFunction | no
            Plain/Own/GetNote/Resource [AwsSolutions-L1] | LessonFunction | acknowledge
            Plain/Own/GetNote/ServiceRole/DefaultPolicy/Resource [AwsSolutions-IAM5[Resource::<OwnNotes1E500BDD.Arn>/index/*]] | LessonFunction | acknowledge
            Plain/Own/GetNote/ServiceRole/Resource [AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]] | LessonFunction | acknowledge
            Plain/Own/GetNote/ServiceRole/Resource [remains] | LessonFunction | no
            Plain/Own/GetNote/invoke-function [anybody] | - | consent
            Plain/Own/GetNote/invoke-function-url [anybody] | - | consent
            Plain/Own/GetNote/invoke-function-url [anybody] | - | consent
            Plain/Own/Kept/Resource [paid feature] | LessonFunction | no
            Plain/Own/Kept/Resource [remains] | LessonFunction | no
            Plain/Own/Kept/Resource [remains] | LessonFunction | no
            Plain/Own/Later/Resource [AwsSolutions-SQS3] | StreamFunction | acknowledge
            Plain/Own/Later/Resource [AwsSolutions-SQS4] | StreamFunction | acknowledge
            Plain/Own/Notes/Resource [AwsSolutions-DDB3] | LessonTable | acknowledge
            Plain/Own/Notes/Resource [remains] | LessonTable | no
            Plain/Own/Notes/Resource [remains] | LessonTable | no
            Plain/Own/Notes/Resource [unbounded] | LessonTable | no
            Plain/Own/Notes/Resource [unbounded] | LessonTable | no
            """;

    private static final Pattern FINDING = Pattern.compile("- (.+?) (\\[.*?]+) .*");
    private static final Pattern PART = Pattern.compile("(LessonTable|LessonFunction|StreamFunction) ");

    @TempDir
    private Path folder;

    private int compiled;

    @Test
    void plainConstructs_areRefusedAllAtOnceUntilEachLineIsPasted() throws Exception {
        App app = app(own(PLAIN));
        String refused = refused(app);

        assertThat(refused).startsWith("the cost guard and cdk-nag refuse Plain:");
        assertThat(findings(refused)).isEqualTo(FOUND);
        assertThat(refused)
                .contains("(RetentionInDays is 731)", "(Runtime is java21)", "(no RedrivePolicy)")
                .doesNotContain("\tat ", "    at ", "jsii");
        assertThat(Path.of(app.getOutdir(), "manifest.json")).doesNotExist();
        // A review of the templates alone would pass over what cdk-nag found.
        assertThat(Path.of(app.getOutdir(), CostGuard.FILE)).doesNotExist();

        String pasted =
                refused.lines().filter(line -> line.startsWith("  Findings.")).collect(Collectors.joining("\n"));
        String rest = refused(app(own(PLAIN + pasted)), "OwnGetNote21623E72");

        assertThat(rest).startsWith("the cost guard refuses Plain (./classroom cost shows the month):");
        assertThat(findings(rest))
                .isEqualTo(FOUND.lines()
                        .filter(line -> line.endsWith("no"))
                        .map(line -> line + "\n")
                        .collect(Collectors.joining()));
    }

    /** The CDK itself would let it hold for both: the rule's name is the same. */
    @Test
    void acknowledgement_holdsForItsConstructOnly() throws Exception {
        String roles = Stream.of("One", "Other").map(id -> """
                        Role.Builder.create(this, "%s")
                                .assumedBy(new ServicePrincipal("lambda.amazonaws.com"))
                                .managedPolicies(List.of(
                                        ManagedPolicy.fromAwsManagedPolicyName("AmazonDynamoDBReadOnlyAccess")))
                                .build();
                        """.formatted(id)).collect(Collectors.joining());
        String refused = refused(app(own(roles)));
        String pasted = refused.lines()
                .filter(line -> line.startsWith("  Findings.") && line.contains("\"One\""))
                .findFirst()
                .orElseThrow();

        assertThat(refused(app(own(roles + pasted))))
                .doesNotContain("Plain/Own/One/Resource [AwsSolutions-IAM4")
                .contains("Plain/Own/Other/Resource [AwsSolutions-IAM4");
    }

    /** What the CDK calls invalid keeps nothing else from being judged, in any stack. */
    @Test
    void invalidConstruct_isOneFindingAmongTheOthers() throws Exception {
        App app = app(own("Queue.Builder.create(this, \"Later\").build();"));
        Stack other = new Stack(app, "Other");
        Annotations.of(other).addError("a message of an aspect");
        other.getNode().addValidation(() -> List.of("a message of a validation"));
        CfnResource.Builder.create(other, "Key").type("AWS::KMS::Key").build();

        String refused = refused(app);

        assertThat(refused).startsWith("the cost guard and the CDK and cdk-nag refuse Plain, Other:");
        assertThat(findings(refused)).isEqualTo("""
                Other [Annotation::error-annotation] | - | no
                Other [validation] | - | no
                Other/Key [paid feature] | - | no
                Plain/Own/Later/Resource [AwsSolutions-SQS3] | StreamFunction | acknowledge
                Plain/Own/Later/Resource [AwsSolutions-SQS4] | StreamFunction | acknowledge
                """);
        assertThat(refused).contains("a message of an aspect", "a message of a validation");
    }

    @Test
    void constructThatFails_isToldInALineWithTheLineThatMadeIt() {
        App app = Synthesis.bare(Map.of());
        Stack stack = new Stack(app, "Plain");

        assertThatThrownBy(() -> Queue.Builder.create(stack, "Later")
                        .retentionPeriod(Duration.days(30))
                        .build())
                .isInstanceOfSatisfying(
                        RuntimeException.class,
                        e -> assertThat(Failure.told(e))
                                .matches("(?s)the synth failed: .*message retention period must be .*"
                                        + " \\(InspectionTest.java:\\d+.*\\)"));
    }

    private static String findings(String refused) {
        List<String> lines = refused.lines().toList();
        StringBuilder findings = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            Matcher finding = FINDING.matcher(lines.get(i));
            if (finding.matches()) {
                Matcher part = PART.matcher(lines.get(i));
                String answer = lines.get(i + 1).strip();
                findings.append(finding.group(1) + " " + finding.group(2) + " | "
                        + (part.find() ? part.group(1) : "-") + " | "
                        + (answer.startsWith("Findings.")
                                ? "acknowledge"
                                : answer.startsWith("consent") ? "consent" : "no")
                        + "\n");
            }
        }
        return findings.toString();
    }

    private static String refused(App app, String... allowed) {
        try {
            Inspection.synthesize(app, new Consent(1, BigDecimal.ZERO, Set.of(allowed), false));
            return "";
        } catch (Refused e) {
            return e.getMessage();
        }
    }

    private static App app(Class<?> own) throws ReflectiveOperationException {
        App app = Synthesis.bare(Map.of());
        Inspection.prepare(app);
        own.getConstructor(Construct.class).newInstance(new Stack(app, "Plain"));
        return app;
    }

    /** Compiles a construct, as a student writes one. */
    private Class<?> own(String constructs) throws Exception {
        Path classes = Files.createDirectory(folder.resolve("classes" + compiled++));
        Path source = Files.writeString(classes.resolve("Own.java"), """
                import classroom.infra.parts.Findings;
                import classroom.infra.parts.LessonTable;
                import java.util.List;
                import software.amazon.awscdk.*;
                import software.amazon.awscdk.services.dynamodb.*;
                import software.amazon.awscdk.services.lambda.Code;
                import software.amazon.awscdk.services.lambda.Function;
                import software.amazon.awscdk.services.lambda.FunctionUrlAuthType;
                import software.amazon.awscdk.services.lambda.FunctionUrlOptions;
                import software.amazon.awscdk.services.lambda.Runtime;
                import software.amazon.awscdk.services.iam.*;
                import software.amazon.awscdk.services.logs.LogGroup;
                import software.amazon.awscdk.services.sqs.Queue;
                import software.constructs.Construct;

                public final class Own extends Construct {
                    public Own(Construct scope) {
                        super(scope, "Own");
                %s    }
                }
                """.formatted(constructs.indent(8)));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter errors = new StringWriter();
        boolean done = compiler.getTask(
                        errors,
                        null,
                        null,
                        List.of("-proc:none", "-cp", System.getProperty("java.class.path"), "-d", classes.toString()),
                        null,
                        compiler.getStandardFileManager(null, null, null).getJavaFileObjects(source))
                .call();
        assertThat(done).as(errors.toString()).isTrue();
        return new URLClassLoader(
                        new URL[] {classes.toUri().toURL()}, getClass().getClassLoader())
                .loadClass("Own");
    }
}
