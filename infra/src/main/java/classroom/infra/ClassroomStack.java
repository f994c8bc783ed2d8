package classroom.infra;

import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.dynamodb.Attribute;
import software.amazon.awscdk.services.dynamodb.AttributeType;
import software.amazon.awscdk.services.dynamodb.Table;
import software.constructs.Construct;

final class ClassroomStack extends Stack {
    ClassroomStack(Construct scope, String id) {
        super(scope, id);
        Table.Builder.create(this, "Account")
                .tableName("account")
                .partitionKey(Attribute.builder()
                        .name("id")
                        .type(AttributeType.NUMBER)
                        .build())
                .sortKey(Attribute.builder()
                        .name("email")
                        .type(AttributeType.STRING)
                        .build())
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
    }
}
