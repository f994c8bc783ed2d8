package classroom.infra;

import java.util.List;
import java.util.stream.Stream;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.RemovalPolicies;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.Tags;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.Function;
import software.constructs.Construct;

/** The whole class in one stack, in whatever region the caller's is: one construct for each lesson. */
final class ClassroomStack extends Stack {
    ClassroomStack(Construct scope, Settings settings) {
        super(
                scope,
                settings.stackName(),
                StackProps.builder()
                        .description("A class on DynamoDB and Lambda")
                        .tags(settings.tags())
                        .build());
        // The stack's own tags are not in the template, and whoever reads only the template must see them.
        settings.tags().forEach((key, value) -> Tags.of(this).add(key, value));
        // What holds data says so itself, with its reason; the rest holds none, and nothing of a class may stay.
        RemovalPolicies.of(this).destroy();

        Deployment deployment =
                new Deployment(settings, Code.fromAsset(settings.functions().toString()));
        Greeting greeting = new Greeting(this, deployment);
        Accounts accounts = new Accounts(this, deployment);
        Books books = new Books(this, deployment);
        ParkingLot parkingLot = new ParkingLot(this, deployment);
        Registry registry = new Registry(this, deployment);
        if (settings.selfDestruct()) {
            new SelfDestruct(this);
        }

        output("AccountTableName", accounts.table().getTableName());
        output("BooksTableName", books.table().getTableName());
        output("BooksStreamArn", books.table().getTableStreamArn());
        output("CarrosTableName", parkingLot.table().getTableName());
        output("ProprietariosTableName", registry.table().getTableName());
        List<String> functions = Stream.of(
                        greeting.functions(),
                        accounts.functions(),
                        books.functions(),
                        parkingLot.functions(),
                        registry.functions())
                .flatMap(List::stream)
                .map(Function::getFunctionName)
                .toList();
        output("FunctionNames", Fn.join(",", functions));
    }

    private void output(String name, String value) {
        CfnOutput.Builder.create(this, name).value(value).build();
    }
}
