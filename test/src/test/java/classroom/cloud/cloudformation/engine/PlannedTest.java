package classroom.cloud.cloudformation.engine;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.infra.Synthesis;
import classroom.template.AwsEnvironment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a change set says of properties, whose values are not all known before it is carried out. */
class PlannedTest {
    private static final Path BOOTSTRAP =
            Path.of("..", "node_modules", "aws-cdk", "lib", "api", "bootstrap", "bootstrap-template.yaml");

    private static final Lookups LOOKUPS = new Lookups() {
        @Override
        public Optional<Path> asset(String bucket, String key) {
            return Optional.empty();
        }

        @Override
        public Optional<String> parameter(String name) {
            return Optional.of("30");
        }
    };

    @Test
    void templatesOfTheClassAndOfBootstrap_areValid() throws Exception {
        assertThat(invalid(Synthesis.plain().json().toString())).isEmpty();
        assertThat(invalid(Files.readString(BOOTSTRAP))).isEmpty();
    }

    @Test
    void valueThatIsNotKnownYet_mayBeAny_alsoWithinAText() {
        String queue = "{\"Resources\": {\"Q\": {\"Type\": \"AWS::SQS::Queue\"}, \"R\": {\"Type\": \"AWS::SQS::Queue\","
                + " \"Properties\": {\"DelaySeconds\": VALUE}}}}";

        assertThat(invalid(queue.replace("VALUE", "{\"Fn::GetAtt\": \"Q.QueueName\"}")))
                .isEmpty();
        assertThat(invalid(queue.replace("VALUE", "{\"Fn::Sub\": \"1${Q}\"}"))).isEmpty();
        assertThat(invalid(queue.replace("VALUE", "\"many\"")))
                .containsExactly("R#/DelaySeconds: expected type: Integer, found: String");
    }

    private static List<String> invalid(String template) {
        Stack stack = new Stacks(
                        new AwsEnvironment("000000000000", "us-east-2"),
                        new Providers(List.of(), false),
                        LOOKUPS,
                        Clock.systemUTC())
                .draft("Class");
        return stack.plan(new Change(Source.read(template), Map.of(), Map.of(), LOOKUPS)).stream()
                .flatMap(PlannedTest::problems)
                .toList();
    }

    private static Stream<String> problems(Planned planned) {
        return planned.invalid().stream().map(problem -> planned.logicalId() + problem);
    }
}
