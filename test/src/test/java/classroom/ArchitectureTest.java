package classroom;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import classroom.cloud.gateway.JsonService;
import classroom.cloud.gateway.QueryService;
import classroom.cloud.gateway.Service;
import classroom.infra.Project;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The arrows of docs/architecture.md between packages; those between modules are rules of the build (the enforcer's
 * {@code arrows} in pom.xml). And the length of a class.
 */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("classroom");

    /** What each package of the functions, the CDK app, the local cloud and the command line may use, of the project's own. */
    private static final String ARROWS = """
            lambda.snapstart       :
            lambda                 : lambda.snapstart
            lambda.dynamodb        : lambda lambda.snapstart
            hello                  : lambda
            account                : lambda lambda.dynamodb
            books                  : lambda lambda.dynamodb lambda.snapstart
            garage                 : lambda lambda.dynamodb
            infra.guard            : infra.parts template template.assembly template.cost template.language
            infra.parts            : template.language
            infra.lessons          : account books garage hello infra.parts
            cloud.host             : template.language
            cloud.identity         : template
            cloud.gateway          : cloud.identity template.api template.language
            cloud.iam              : cloud.gateway cloud.identity template template.policy
            cloud.dynamodb.words   : cloud.gateway template.api
            cloud.dynamodb         : cloud.dynamodb.words cloud.gateway cloud.iam cloud.identity template template.api template.language template.policy
            cloud.logs             : cloud.gateway cloud.iam cloud.identity template template.api template.policy
            cloud.s3               : cloud.gateway cloud.iam cloud.identity template template.policy
            cloud.sqs              : cloud.gateway cloud.iam cloud.identity template template.api template.policy
            cloud.ssm              : cloud.gateway cloud.iam cloud.identity template template.policy
            cloud.sts              : cloud.gateway cloud.iam cloud.identity template.policy
            cloud.lambda.runtime   :
            cloud.lambda.environment : cloud.gateway cloud.host cloud.identity cloud.lambda.runtime cloud.logs template \
            template.api
            cloud.lambda.streams   : cloud.dynamodb cloud.gateway cloud.iam cloud.identity cloud.lambda.environment \
            cloud.sqs template.language template.policy
            cloud.lambda.asynchronous : cloud.gateway cloud.iam cloud.identity cloud.lambda.environment cloud.sqs \
            template template.api template.language
            cloud.lambda.api       : cloud.gateway cloud.iam cloud.identity cloud.lambda.asynchronous \
            cloud.lambda.environment \
            cloud.lambda.streams cloud.s3 template template.api template.policy
            cloud.access           : cloud.gateway cloud.iam cloud.identity cloud.lambda.environment template.api \
            template.policy
            cloud.console          : cloud.cloudformation.engine cloud.gateway template template.access template.cost \
            template.diagram
            cloud.cloudformation.engine : cloud.gateway template template.assembly
            cloud.cloudformation.providers : cloud.cloudformation.engine cloud.dynamodb cloud.gateway cloud.iam \
            cloud.identity cloud.lambda.asynchronous cloud.lambda.environment cloud.lambda.streams cloud.logs cloud.s3 cloud.sqs cloud.ssm template
            cloud.cloudformation.api : cloud.cloudformation.engine cloud.gateway cloud.iam cloud.identity template \
            template.policy
            cloud.control          : cloud.gateway cloud.identity template.api
            cli.terminal           : template.language
            cli.client             : cloud.gateway template.language
            cli.synth              : cli.terminal cloud cloud.host cloud.identity template.language
            cli.option             : cli.client cli.synth cloud cloud.identity template.language
            cli.watch              : cli.synth cli.terminal cloud cloud.cloudformation.engine \
            cloud.cloudformation.providers cloud.lambda.environment template.assembly template.language
            cli.diagram            : cli.option cli.terminal cloud cloud.gateway template.assembly template.diagram \
            template.language
            cli.leftovers          : cli.client cli.option cli.terminal cloud cloud.gateway cloud.identity template \
            template.assembly template.cost template.language
            cli.load               : cli.client cli.option cli.terminal cloud cloud.host cloud.identity template.language
            cli.review             : cli.option cli.synth cli.terminal cloud.host template template.access template.cost \
            template.language template.policy
            cli.tour               : cli.client cli.option cli.synth cli.terminal cloud cloud.access \
            cloud.cloudformation.engine cloud.identity template template.assembly template.language
            """;

    /** An ARN that goes on with something else than text. */
    private static final Pattern BY_HAND = Pattern.compile("\"arn:[^\"\\n]*\"\\s*\\+");

    private static final int MOST_LINES = 400;

    private static final List<String> MODULES = List.of("template", "cloud", "cli", "infra", "functions", "bench");

    /** REST has a dispatch by method and path; DynamoDB's face hands on what DynamoDB Local carries out. */
    private static final Set<String> FACES_OF_THEIR_OWN = Set.of("DynamoDb", "LambdaApi", "S3Api");

    private static final Set<String> OPTIONAL =
            Set.of("java.util.Optional", "java.util.OptionalInt", "java.util.OptionalLong", "java.util.OptionalDouble");

    /** They put the parts together. */
    private static final Set<String> ROOTS = Set.of("infra", "cloud", "cli", "cli.command");

    @Test
    void whatDescribes_callsNoAws() {
        noClasses()
                .that()
                .resideInAnyPackage("classroom.template..", "classroom.infra..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("software.amazon.awssdk..")
                .check(CLASSES);
    }

    @Test
    void packages_useEachOtherInNoCircle() {
        slices().matching("classroom.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void source_hasNoMoreLinesThanAReaderTakesIn() throws IOException {
        Set<String> longer = new TreeSet<>();
        for (Path file : mainSources()) {
            if (Files.readAllLines(file).size() > MOST_LINES) {
                longer.add(nameOf(file));
            }
        }

        assertThat(longer)
                .as("sources of more than %d lines: cut them along their jobs", MOST_LINES)
                .isEmpty();
    }

    @Test
    void faceOfAService_hasTheDispatchOfItsProtocol() {
        assertThat(CLASSES.stream()
                        .filter(type -> type.isAssignableTo(Service.class) && !type.isAssignableTo(JsonService.class))
                        .filter(type -> !type.isAssignableTo(QueryService.class) && !type.isInterface())
                        .map(JavaClass::getSimpleName))
                .as("extend JsonService or QueryService")
                .containsExactlyInAnyOrderElementsOf(FACES_OF_THEIR_OWN);
    }

    /** A service has no Region in its ARNs, or no account: that is known in one place. */
    @Test
    void arn_isMadeByAwsEnvironment() throws IOException {
        Set<String> byHand = new TreeSet<>();
        for (Path file : mainSources()) {
            if (!nameOf(file).equals("classroom/template/AwsEnvironment.java")
                    && BY_HAND.matcher(Files.readString(file)).find()) {
                byHand.add(nameOf(file));
            }
        }

        assertThat(byHand)
                .as("sources that put ARNs together: let AwsEnvironment do it")
                .isEmpty();
    }

    /** A field or parameter that may be absent is {@code null}, and its Javadoc says so. */
    @Test
    void optional_isOnlyReturned() {
        Set<String> taken = new TreeSet<>();
        for (JavaClass type : CLASSES) {
            type.getFields().stream()
                    .filter(field -> OPTIONAL.contains(field.getRawType().getName()))
                    .forEach(field -> taken.add(field.getFullName()));
            type.getCodeUnits().stream()
                    .filter(unit -> !unit.getName().startsWith("lambda$"))
                    .filter(unit -> unit.getRawParameterTypes().stream()
                            .anyMatch(parameter -> OPTIONAL.contains(parameter.getName())))
                    .forEach(unit -> taken.add(unit.getFullName()));
        }

        assertThat(taken).as("fields and parameters of type Optional").isEmpty();
    }

    /** Texts that stand in a row are easily exchanged; a record names each. */
    @Test
    void signature_hasNoThreeStringsInARow() {
        Set<String> rows = new TreeSet<>();
        for (JavaClass type : CLASSES) {
            type.getCodeUnits().stream()
                    .filter(unit -> !unit.getModifiers().contains(JavaModifier.PRIVATE))
                    .filter(unit -> !isCanonical(unit))
                    .filter(unit -> unit.getRawParameterTypes().stream()
                            .map(parameter -> parameter.isEquivalentTo(String.class) ? "s" : "-")
                            .collect(Collectors.joining())
                            .contains("sss"))
                    .forEach(unit -> rows.add(unit.getFullName()));
        }

        assertThat(rows)
                .as("signatures with three Strings in a row: take a record that names them")
                .isEmpty();
    }

    private static boolean isCanonical(JavaCodeUnit unit) {
        return unit.isConstructor()
                && unit.getOwner().isRecord()
                && unit.getRawParameterTypes().size()
                        == unit.getOwner().getFields().stream()
                                .filter(field -> !field.getModifiers().contains(JavaModifier.STATIC))
                                .count();
    }

    private static List<Path> mainSources() throws IOException {
        List<Path> sources = new ArrayList<>();
        for (String module : MODULES) {
            try (Stream<Path> files = Files.walk(Project.ROOT.resolve(module))) {
                files.filter(ArchitectureTest::isMainSource).forEach(sources::add);
            }
        }
        return sources;
    }

    private static boolean isMainSource(Path file) {
        return nameOf(file).endsWith(".java")
                && file.toString().replace('\\', '/').contains("/src/main/java/");
    }

    /** A source as its package has it, on every system. */
    private static String nameOf(Path file) {
        return file.toString().replace('\\', '/').replaceFirst("^.*/src/main/java/", "");
    }

    @Test
    void package_usesWhatTheTableAllows() {
        Map<String, Set<String>> allowed = new TreeMap<>();
        ARROWS.lines().forEach(line -> {
            String[] sides = line.split(":", -1);
            allowed.put(sides[0].strip(), Set.of(sides[1].strip().split("\\s+")));
        });

        List<String> wrong = new ArrayList<>();
        used().forEach((user, uses) -> {
            if (!user.matches("(hello|account|books|garage|lambda|infra|cloud|cli)(\\..*)?") || ROOTS.contains(user)) {
                return;
            }
            uses.removeAll(allowed.getOrDefault(user, Set.of()));
            uses.forEach(use -> wrong.add(user + " uses " + use
                    + ": take it out, or draw the arrow in docs/architecture.md and in ARROWS of this test"));
        });

        assertThat(wrong).isEmpty();
    }

    /** The packages that each package uses, without their common beginning. */
    private static Map<String, Set<String>> used() {
        return CLASSES.stream()
                .collect(Collectors.groupingBy(
                        ArchitectureTest::room,
                        TreeMap::new,
                        Collectors.flatMapping(
                                each -> each.getDirectDependenciesFromSelf().stream()
                                        .map(dependency -> dependency.getTargetClass())
                                        .filter(target ->
                                                target.getPackageName().startsWith("classroom."))
                                        .map(ArchitectureTest::room)
                                        .filter(room -> !room.equals(room(each))),
                                Collectors.toCollection(TreeSet::new))));
    }

    private static String room(JavaClass each) {
        return each.getPackageName().replaceFirst("^classroom\\.?", "");
    }
}
