package classroom.cloud.cloudformation.providers;

import classroom.cloud.cloudformation.engine.Lookups;
import classroom.cloud.cloudformation.engine.Provider;
import classroom.cloud.cloudformation.engine.Providers;
import classroom.cloud.dynamodb.DynamoDb;
import classroom.cloud.iam.Roles;
import classroom.cloud.identity.Identities;
import classroom.cloud.lambda.asynchronous.Access;
import classroom.cloud.lambda.asynchronous.AsynchronousInvocations;
import classroom.cloud.lambda.environment.Functions;
import classroom.cloud.lambda.streams.EventSourceMappings;
import classroom.cloud.logs.Logs;
import classroom.cloud.s3.Buckets;
import classroom.cloud.sqs.Queues;
import classroom.cloud.ssm.Parameters;
import classroom.template.AwsEnvironment;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The services of the class in which CloudFormation makes resources. */
public record Services(
        DynamoDb dynamoDb,
        Access access,
        AsynchronousInvocations asynchronous,
        EventSourceMappings mappings,
        Logs logs,
        Queues queues,
        Buckets buckets,
        Parameters parameters,
        Roles roles,
        Identities identities) {

    /** The functions of the class. */
    public Functions functions() {
        return access.functions();
    }

    /** What carries out the resources of a template, made here. */
    public Providers providers(AwsEnvironment place) {
        return new Providers(all(place), dynamoDb.isKept());
    }

    /** One provider for each resource type that is carried out. */
    public List<Provider> all(AwsEnvironment place) {
        return List.of(
                new TableProvider(dynamoDb, identities.teacher(), place),
                new FunctionProvider(access, roles, place),
                new VersionProvider(functions()),
                new AliasProvider(functions()),
                new EventInvokeConfigProvider(asynchronous),
                new EventSourceMappingProvider(mappings, place),
                new LogGroupProvider(logs, place),
                new QueueProvider(queues, place),
                new QueuePolicyProvider(queues, roles, place),
                new RoleProvider(roles),
                new PolicyProvider(roles),
                new BucketProvider(buckets, place),
                new BucketPolicyProvider(buckets, roles),
                new ParameterProvider(parameters),
                new MetadataProvider());
    }

    /** The values that a template takes from the services: assets from buckets, parameters of Systems Manager. */
    public Lookups lookups() {
        return new Lookups() {
            @Override
            public Optional<Path> asset(String bucket, String key) {
                return buckets.find(bucket, key);
            }

            @Override
            public Optional<String> parameter(String name) {
                return parameters.find(name);
            }
        };
    }
}
