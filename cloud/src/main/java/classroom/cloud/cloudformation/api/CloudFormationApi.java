package classroom.cloud.cloudformation.api;

import classroom.cloud.cloudformation.engine.Change;
import classroom.cloud.cloudformation.engine.Deployment;
import classroom.cloud.cloudformation.engine.Planned;
import classroom.cloud.cloudformation.engine.Stack;
import classroom.cloud.cloudformation.engine.StackException;
import classroom.cloud.cloudformation.engine.StackStatus;
import classroom.cloud.cloudformation.engine.Stacks;
import classroom.cloud.gateway.AwsError;
import classroom.cloud.gateway.Call;
import classroom.cloud.gateway.Form;
import classroom.cloud.gateway.QueryService;
import classroom.cloud.gateway.Reply;
import classroom.cloud.gateway.Xml;
import classroom.cloud.iam.Authorizer;
import classroom.cloud.iam.Roles;
import classroom.template.StackIdentity;
import classroom.template.Template;
import classroom.template.TemplateException;
import classroom.template.policy.Question;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * The CloudFormation API (query protocol, 2010-05-15), the part that the CDK CLI, {@code aws cloudformation deploy} and
 * curious pupils use. What it brings about is carried out by {@link Stacks}, as {@code ./classroom up} does.
 *
 * <p>As on AWS, creating, updating and deleting begin at once and go on after the answer; what becomes of them stands
 * in the stack's events.
 */
public final class CloudFormationApi extends QueryService {
    private static final String DISABLE_ROLLBACK = "DisableRollback";

    private static final Set<String> ANY = Set.of("ClientRequestToken", "StackName", "NextToken");

    /** The operations by which resources are made and deleted. */
    private static final Set<String> MAKES = Set.of(
            "CreateStack",
            "UpdateStack",
            "DeleteStack",
            "RollbackStack",
            "ContinueUpdateRollback",
            "CreateChangeSet",
            "ExecuteChangeSet");

    /** The operations by which resources are read. */
    private static final Set<String> READS = Set.of("DetectStackDrift", "DetectStackResourceDrift");

    /** The operations that find a stack by its change set; others ignore the parameter. */
    private static final Set<String> OF_CHANGE_SETS =
            Set.of("DescribeChangeSet", "DescribeEvents", "ExecuteChangeSet", "DeleteChangeSet", "GetTemplate");

    /** The operations that read a template from S3 as their caller (Service Authorization Reference). */
    private static final Set<String> OF_TEMPLATES = Set.of("ValidateTemplate", "GetTemplateSummary");

    /** The operations that are about no stack of the request. */
    private static final Set<String> OF_NO_STACK =
            Set.of("ListStacks", "ValidateTemplate", "ListExports", "ListImports");

    private final Stacks stacks;
    private final StackQueries queries;
    private final TemplateSource templates;
    private final ChangeRequest changes;
    private final Authorizer authorizer;
    private final Clock clock;
    private final ChangeSets changeSets = new ChangeSets();
    private final ExecutorService executor = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "cloudformation");
        thread.setDaemon(true);
        return thread;
    });

    public CloudFormationApi(Stacks stacks, Roles roles, Authorizer authorizer, Clock clock) {
        super("http://cloudformation.amazonaws.com/doc/2010-05-15/", Form.members("cloudformation"));
        this.stacks = stacks;
        this.queries = new StackQueries(stacks);
        this.templates = new TemplateSource(stacks.lookups());
        this.changes = new ChangeRequest(stacks.lookups(), roles, templates);
        this.authorizer = authorizer;
        this.clock = clock;
        on("CreateStack", this::createStack);
        on("UpdateStack", this::updateStack);
        on("DeleteStack", (form, xml) -> deleteStack(form));
        on("RollbackStack", this::rollbackStack);
        on("ContinueUpdateRollback", (form, xml) -> continueRollback(form));
        on("DescribeStacks", queries::describeStacks);
        on("ListStacks", queries::listStacks);
        on("DescribeStackEvents", queries::describeEvents);
        on("DescribeStackResource", queries::describeResource);
        on("ListExports", queries::listExports);
        on("ListImports", queries::listImports);
        on("DescribeStackResources", queries::describeResources);
        on("ListStackResources", (form, xml) -> Descriptions.summaries(xml, queries.stack(form)));
        on("GetTemplate", this::getTemplate);
        on("ValidateTemplate", this::validateTemplate);
        on("GetTemplateSummary", this::getTemplateSummary);
        on("UpdateTerminationProtection", this::updateProtection);
        on("CreateChangeSet", this::createChangeSet);
        on(
                "DescribeChangeSet",
                (form, xml) -> Descriptions.changeSet(xml, changeSet(form), form.flag("IncludePropertyValues")));
        on("DescribeEvents", (form, xml) -> ChangeSetEvents.describe(xml, changeSetOfEvents(form)));
        on("ExecuteChangeSet", (form, xml) -> executeChangeSet(form));
        on("DeleteChangeSet", (form, xml) -> deleteChangeSet(form));
        DriftOperations drift = new DriftOperations(queries);
        on("DetectStackDrift", drift::detect);
        on("DetectStackResourceDrift", drift::detectResource);
        on("DescribeStackDriftDetectionStatus", drift::describe);
        on("DescribeStackResourceDrifts", drift::describeResources);
        on("ListChangeSets", (form, xml) -> Descriptions.changeSets(xml, changeSets.of(queries.stack(form))));
    }

    @Override
    public String signingName() {
        return "cloudformation";
    }

    @Override
    public Reply answer(Call call) {
        try {
            return super.answer(call);
        } catch (StackException e) {
            throw Form.invalid(e.reason());
        } catch (TemplateException e) {
            throw Form.invalid(e.getMessage());
        }
    }

    @Override
    protected void check(Form form) {
        String action = form.action();
        Question question = Authorizer.question("cloudformation:" + action, resource(form));
        authorizer.check(form.caller(), question);
        if (OF_TEMPLATES.contains(action)) {
            TemplateSource.object(form)
                    .ifPresent(object -> authorizer.check(form.caller(), Authorizer.question("s3:GetObject", object)));
        }
        if ((MAKES.contains(action) || READS.contains(action)) && !form.caller().isAdministrator()) {
            throw new AwsError(
                    403,
                    "AccessDenied",
                    question.refusal(form.caller().arn()) + ": the local class "
                            + (MAKES.contains(action) ? "makes" : "reads")
                            + " a stack's resources without asking for the caller's permission on each, so that only"
                            + " the teacher may");
        }
    }

    /** The ARN that permissions name: that of the stack, also of its change set, or all when the request names none. */
    private String resource(Form form) {
        if (OF_NO_STACK.contains(form.action())) {
            return "*";
        }
        Optional<Stack> named = form.text("StackName").flatMap(stacks::find);
        return form.text("ChangeSetName")
                .filter(name -> OF_CHANGE_SETS.contains(form.action()))
                .flatMap(name -> changeSets.find(name, named.orElse(null)))
                .map(ChangeSet::stack)
                .or(() -> named)
                .map(stack -> stack.identity().id())
                .or(() -> form.text("StackName").map(stacks::arn))
                .orElse("*");
    }

    private void createStack(Form form, Xml xml) {
        only(form, ChangeRequest.PARAMETERS);
        String name = form.required("StackName");
        stacks.find(name).ifPresent(CloudFormationApi::refuse);
        Change change = changes.read(form, null);
        Stack stack = stacks.draft(name);
        stack.plan(change);
        stack.protect(form.flag("EnableTerminationProtection"));
        Supplier<Deployment> deployment = stack.begin(change, form.flag(DISABLE_ROLLBACK));
        add(stack);
        run(deployment);
        xml.element("StackId", stack.identity().id());
    }

    /** Another request may have been quicker with the same name. */
    private void add(Stack draft) {
        if (!stacks.add(draft)) {
            refuse(draft);
        }
    }

    private static void refuse(Stack present) {
        throw new AwsError(
                400, "AlreadyExistsException", "Stack [" + present.identity().name() + "] already exists");
    }

    private void updateStack(Form form, Xml xml) {
        only(form, ChangeRequest.PARAMETERS);
        Stack stack = queries.stack(form);
        stack.checkUpdatable();
        Change change = changes.read(form, stack);
        if (!stack.differs(change)) {
            throw Form.invalid("No updates are to be performed.");
        }
        begin(form, stack, change);
        xml.element("StackId", stack.identity().id());
    }

    private void rollbackStack(Form form, Xml xml) {
        only(form, Set.of("RoleARN", "RetainExceptOnCreate", "DeploymentConfig.Mode"));
        changes.checkWay(form);
        Stack stack = queries.stack(form);
        run(stack.beginRollback(form.flag("RetainExceptOnCreate")));
        xml.element("StackId", stack.identity().id());
    }

    private void continueRollback(Form form) {
        only(form, Set.of("RoleARN", "ResourcesToSkip"));
        changes.checkWay(form);
        run(queries.stack(form).continueRollback(form.texts("ResourcesToSkip")));
    }

    private void deleteStack(Form form) {
        only(form, Set.of("RoleARN", "DeploymentConfig.Mode"));
        changes.checkWay(form);
        // As on AWS, a stack that is not there is deleted.
        stacks.find(form.required("StackName")).ifPresent(stack -> {
            Runnable deletion = stack.beginDeletion();
            changeSets.removeAll(stack);
            run(deletion);
        });
    }

    private void createChangeSet(Form form, Xml xml) {
        String name = form.required("ChangeSetName");
        boolean create = form.text("ChangeSetType").orElse("UPDATE").equals("CREATE");
        if (!create && !form.text("ChangeSetType").orElse("UPDATE").equals("UPDATE")) {
            throw Form.invalid("The local class has no change sets of the type " + form.required("ChangeSetType")
                    + ", only CREATE and UPDATE: a change set with ImportExistingResources (cdk deploy"
                    + " --import-existing-resources) takes over buckets, and nothing else");
        }
        only(form, ChangeRequest.PARAMETERS);
        Optional<Stack> present = stacks.find(form.required("StackName"));
        if (!create) {
            queries.stack(form).checkUpdatable();
        }
        present.filter(stack -> create && stack.status() != StackStatus.REVIEW_IN_PROGRESS)
                .ifPresent(stack -> {
                    throw Form.invalid("Stack [" + form.required("StackName")
                            + "] already exists and cannot be created again with the changeSet [" + name + "].");
                });
        Change change = changes.read(form, present.orElse(null));
        Stack stack = present.orElseGet(() -> stacks.draft(queries.newName(form)));
        StackIdentity identity = stack.identity();
        List<Planned> planned = stack.plan(change);
        ChangeSet changeSet = new ChangeSet(
                identity.environment().arn("cloudformation", "changeSet/" + name + "/" + UUID.randomUUID()),
                name,
                stack,
                clock.instant(),
                new ChangeSet.Request(form.text("Description").orElse(null), form.texts("Capabilities")),
                change,
                stack.parameters(change),
                planned,
                failure(form, stack, planned, change));
        if (present.isEmpty()) {
            stack.review();
            add(stack);
        }
        changeSets.add(changeSet);
        xml.element("Id", changeSet.id()).element("StackId", identity.id());
    }

    /** Why a change set has failed as soon as it is made; {@code null} if it has not. */
    private static String failure(Form form, Stack stack, List<Planned> planned, Change change) {
        if (!stack.differs(change)) {
            return ChangeSet.EMPTY;
        }
        return form.flag("DisableValidation") || ChangeSet.invalid(planned).isEmpty() ? null : ChangeSet.INVALID;
    }

    private void executeChangeSet(Form form) {
        only(form, Set.of("ChangeSetName", DISABLE_ROLLBACK));
        ChangeSet changeSet = changeSet(form);
        if (changeSet.failure() != null) {
            throw new AwsError(
                    400,
                    "InvalidChangeSetStatus",
                    "ChangeSet [" + changeSet.id() + "] cannot be executed in its current status of ["
                            + changeSet.status() + "]");
        }
        begin(form, changeSet.stack(), changeSet.change());
    }

    private void deleteChangeSet(Form form) {
        only(form, Set.of("ChangeSetName"));
        changeSets
                .find(form.required("ChangeSetName"), queries.ofChangeSet(form))
                .ifPresent(changeSets::remove);
    }

    private void begin(Form form, Stack stack, Change change) {
        Supplier<Deployment> deployment = stack.begin(change, form.flag(DISABLE_ROLLBACK));
        changeSets.removeAll(stack);
        run(deployment);
    }

    private void run(Supplier<Deployment> deployment) {
        run((Runnable) deployment::get);
    }

    private void run(Runnable operation) {
        executor.execute(() -> ignoringFailure(operation));
    }

    /** Why it failed stands in the stack's events, where clients look. */
    private static void ignoringFailure(Runnable operation) {
        try {
            operation.run();
        } catch (StackException e) {
            return;
        }
    }

    private void getTemplate(Form form, Xml xml) {
        Optional<Change> change = form.text("ChangeSetName").isPresent()
                ? Optional.of(changeSet(form).change())
                : queries.stackOfTemplate(form).current();
        change.ifPresent(found -> xml.element("TemplateBody", found.source().body()));
        xml.list("StagesAvailable", List.of("Original", "Processed"), Xml::text);
    }

    private void validateTemplate(Form form, Xml xml) {
        only(form, Set.of("TemplateBody", "TemplateURL"));
        Template template = templates.source(form, null).template();
        stacks.check(template);
        TemplateDescriptions.validated(xml, template);
    }

    private void getTemplateSummary(Form form, Xml xml) {
        only(form, Set.of("TemplateBody", "TemplateURL"));
        Template template = form.text("StackName").isPresent()
                ? queries.templateOf(form)
                : templates.source(form, null).template();
        template.check();
        TemplateDescriptions.summary(xml, template, stacks);
    }

    private void updateProtection(Form form, Xml xml) {
        Stack stack = queries.stack(form);
        stack.protect(form.flag("EnableTerminationProtection"));
        xml.element("StackId", stack.identity().id());
    }

    private ChangeSet changeSetOfEvents(Form form) {
        Optional<String> name = form.text("ChangeSetName");
        boolean of = form.text("StackName").isPresent();
        if (name.isEmpty() && (of || form.text("OperationId").isPresent())) {
            throw Form.invalid(
                    "The local class carries out DescribeEvents of change sets only: DescribeStackEvents tells"
                            + " the events of a stack");
        }
        if (name.isEmpty() || !of && !name.get().startsWith("arn:")) {
            throw Form.invalid("One of ChangeSetName, OperationId or StackName must be specified");
        }
        return changeSet(form);
    }

    private ChangeSet changeSet(Form form) {
        String name = form.required("ChangeSetName");
        return changeSets
                .find(name, queries.ofChangeSet(form))
                .orElseThrow(() -> new AwsError(404, "ChangeSetNotFound", "ChangeSet [" + name + "] does not exist"));
    }

    /**
     * Refuses what is asked for beside these parameters: what the class does not carry out must not be passed over in
     * silence. A parameter that says no asks for nothing.
     */
    private static void only(Form form, Set<String> known) {
        Set<String> others = form.given();
        others.removeAll(ANY);
        others.removeAll(known);
        if (!others.isEmpty()) {
            throw Form.invalid("The local class does not carry out " + String.join(", ", others)
                    + " of CloudFormation: leave it out");
        }
    }
}
