package classroom.infra;

import java.util.List;
import software.amazon.awscdk.services.dynamodb.Attribute;
import software.amazon.awscdk.services.dynamodb.AttributeType;
import software.amazon.awscdk.services.dynamodb.StreamViewType;
import software.amazon.awscdk.services.dynamodb.Table;
import software.amazon.awscdk.services.lambda.Function;
import software.constructs.Construct;

/** The lesson on loading, querying and changing: the table <code>books</code> with its stream. */
final class Books extends Construct {
    private final Table table;

    Books(Construct scope, Deployment deployment) {
        super(scope, "Books");
        table = LessonTable.in(this, deployment, "books")
                .partitionKey(Attribute.builder()
                        .name("Author")
                        .type(AttributeType.STRING)
                        .build())
                .sortKey(Attribute.builder()
                        .name("Title")
                        .type(AttributeType.STRING)
                        .build())
                .stream(StreamViewType.NEW_AND_OLD_IMAGES)
                .build();
    }

    Table table() {
        return table;
    }

    List<Function> functions() {
        return List.of();
    }
}
