package classroom.cloud;

import classroom.cloud.cloudformation.engine.Stack;
import classroom.cloud.cloudformation.engine.StackException;
import classroom.cloud.cloudformation.engine.StackStatus;
import classroom.cloud.cloudformation.providers.Services;
import classroom.cloud.control.Control;
import classroom.cloud.gateway.AwsError;
import classroom.cloud.iam.Role;
import classroom.cloud.identity.Identity;
import classroom.template.assembly.CloudAssembly;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Asks and changes the whole class, for the commands {@code status}, {@code reset} and {@code stop}. */
final class ClassControl implements Control {
    private static final String TABLES = "DynamoDB_20120810.";

    private final Cloud cloud;
    private final Cloud.Settings settings;
    private final Instant started = Instant.now();

    /** What was deployed last; {@code null} if nothing was. */
    private CloudAssembly deployed;

    /** What ends the process that has the class; {@code null} if nobody may ask for that. */
    private volatile Runnable stopping;

    ClassControl(Cloud cloud, Cloud.Settings settings) {
        this.cloud = cloud;
        this.settings = settings;
    }

    void deployed(CloudAssembly assembly) {
        deployed = assembly;
    }

    void onStop(Runnable action) {
        stopping = action;
    }

    @Override
    public ObjectNode describe() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("pid", ProcessHandle.current().pid())
                .put("home", System.getProperty("classroom.home"))
                .put("started", started.toString())
                .put(
                        "data",
                        settings.data() == null
                                ? null
                                : settings.data().toAbsolutePath().normalize().toString())
                .put("throttles", settings.throttles())
                .put("console", settings.console())
                .put("edited", cloud.services().functions().isEdited());
    }

    /** Deletes in the other order: a stack may use what an earlier one exports. */
    @Override
    public Reset reset() {
        synchronized (cloud) {
            List<String> deleted = new ArrayList<>();
            Services services = cloud.services();
            services.buckets().empty();
            List<Stack> stacks = new ArrayList<>(cloud.stacks().list());
            Collections.reverse(stacks);
            try {
                for (Stack stack : stacks) {
                    if (stack.status() != StackStatus.DELETE_COMPLETE) {
                        stack.protect(false);
                        stack.delete();
                        deleted.add(stack.identity().name());
                    }
                }
                List<String> others = deleteOthers(services);
                services.asynchronous().forgetAll();
                cloud.authorizer().uses().clear();
                List<String> again = deployed == null
                        ? List.of()
                        : List.copyOf(cloud.deploy(deployed).keySet());
                return new Reset(deleted, others, again);
            } catch (StackException e) {
                throw new AwsError(
                        409,
                        "ResetFailed",
                        e.getMessage() + (deleted.isEmpty() ? "" : " (deleted before: " + deleted + ")"));
            }
        }
    }

    /** What was made without a stack, or stays when its stack is deleted. */
    private static List<String> deleteOthers(Services services) {
        List<String> deleted = new ArrayList<>();
        Identity teacher = services.identities().teacher();
        JsonNode tables = services.dynamoDb()
                .call(teacher, TABLES + "ListTables", JsonNodeFactory.instance.objectNode())
                .path("TableNames");
        for (JsonNode table : tables) {
            ObjectNode name = JsonNodeFactory.instance.objectNode().set("TableName", table);
            if (services.dynamoDb()
                    .call(teacher, TABLES + "DescribeTable", name)
                    .at("/Table/DeletionProtectionEnabled")
                    .asBoolean()) {
                ObjectNode free = name.deepCopy().put("DeletionProtectionEnabled", false);
                services.dynamoDb().call(teacher, TABLES + "UpdateTable", free);
            }
            services.dynamoDb().call(teacher, TABLES + "DeleteTable", name);
            deleted.add("table " + table.asText());
        }
        for (String queue : services.queues().names()) {
            services.queues().delete(queue);
            deleted.add("queue " + queue);
        }
        for (String group : services.logs().names()) {
            services.logs().deleteGroup(group);
            deleted.add("log group " + group);
        }
        for (String bucket : services.buckets().names()) {
            services.buckets().delete(bucket);
            deleted.add("bucket " + bucket);
        }
        for (String parameter : services.parameters().names()) {
            services.parameters().delete(parameter);
            deleted.add("parameter " + parameter);
        }
        for (Role role : services.roles().list()) {
            services.roles().delete(role.name());
            deleted.add("role " + role.name());
        }
        return deleted;
    }

    /** In another thread: the class closes connections when it ends, and this request still has its answer to get. */
    @Override
    public void stop() {
        if (stopping == null) {
            throw new AwsError(
                    409, "NotStarted", "This class was not started by ./classroom up: stop the program that has it");
        }
        CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS).execute(stopping);
    }
}
