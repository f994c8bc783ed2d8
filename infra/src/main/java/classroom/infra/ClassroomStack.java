package classroom.infra;

import classroom.infra.lessons.AccountsLesson;
import classroom.infra.lessons.BooksLesson;
import classroom.infra.lessons.GreetingLesson;
import classroom.infra.lessons.ParkingLotLesson;
import classroom.infra.lessons.RegistryLesson;
import classroom.infra.parts.Deployment;
import classroom.infra.parts.SelfDestruct;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.RemovalPolicies;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.Tags;
import software.amazon.awscdk.services.lambda.Function;
import software.constructs.Construct;

/**
 * Holds the whole class: one construct for each lesson. The stack is in the region of the settings, or else in the
 * caller's. Its outputs name the tables, the stream, the queue and the functions.
 */
final class ClassroomStack extends Stack {
    ClassroomStack(Construct scope, Settings settings) {
        super(
                scope,
                settings.stackName(),
                StackProps.builder()
                        .description("A class on DynamoDB and Lambda")
                        .tags(settings.tags())
                        .env(settings.environment())
                        .build());
        // The template does not contain the stack's own tags, and some readers have only the template.
        settings.tags().forEach((key, value) -> Tags.of(this).add(key, value));
        // Nothing of a class may stay. Resources with data say so themselves, with the reason.
        RemovalPolicies.of(this).destroy();

        Deployment deployment = settings.deployment();
        GreetingLesson greeting = new GreetingLesson(this, deployment);
        AccountsLesson accounts = new AccountsLesson(this, deployment);
        BooksLesson books = new BooksLesson(this, deployment);
        ParkingLotLesson parkingLot = new ParkingLotLesson(this, deployment);
        RegistryLesson registry = new RegistryLesson(this, deployment);
        // DynamoDB limits how many tables with indexes are made at a time: one after the other
        // (CloudFormation Template Reference, "AWS::DynamoDB::Table").
        registry.table().getNode().addDependency(parkingLot.table());
        if (!settings.selfDestruct().isEmpty()) {
            new SelfDestruct(this, settings.selfDestruct());
            // ./classroom leftovers reads when the class ends.
            output("ClassEndsUtc", settings.selfDestruct());
        }

        output("AccountTableName", accounts.table().getTableName());
        output("BooksTableName", books.table().getTableName());
        output("BooksStreamArn", books.table().getTableStreamArn());
        output("BooksFailuresQueueUrl", books.failures().getQueueUrl());
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
