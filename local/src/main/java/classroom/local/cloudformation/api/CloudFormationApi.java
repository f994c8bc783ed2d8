package classroom.local.cloudformation.api;

import classroom.local.cloudformation.Change;
import classroom.local.cloudformation.Deployment;
import classroom.local.cloudformation.Source;
import classroom.local.cloudformation.Stack;
import classroom.local.cloudformation.StackEvent;
import classroom.local.cloudformation.StackException;
import classroom.local.cloudformation.StackStatus;
import classroom.local.cloudformation.Stacks;
import classroom.local.gateway.AwsError;
import classroom.local.gateway.Call;
import classroom.local.gateway.Protocol;
import classroom.local.gateway.Reply;
import classroom.local.gateway.Service;
import classroom.local.gateway.Xml;
import classroom.local.iam.Authorizer;
import classroom.local.iam.Identity;
import classroom.local.iam.Roles;
import classroom.template.Parameter;
import classroom.template.StackIdentity;
import classroom.template.Template;
import classroom.template.TemplateException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The CloudFormation API (query protocol, 2010-05-15), as far as the CDK CLI, {@code aws cloudformation deploy} and
 * curious pupils use it. What it brings about is carried out by {@link Stacks}, as {@code ./classroom up} does.
 *
 * <p>As on AWS, creating, updating and deleting begin at once and go on after the answer; what becomes of them stands in
 * the stack's events.
 */
public final class CloudFormationApi implements Service {
    private static final String NAMESPACE = "http://cloudformation.amazonaws.com/doc/2010-05-15/";

    /** CloudFormation API Reference, CreateStack, StackName. */
    private static final Pattern NAME = Pattern.compile("[a-zA-Z][-a-zA-Z0-9]{0,127}");

    private static final Set<String> ANY = Set.of("Action", "Version", "ClientRequestToken", "StackName", "NextToken");

    /** What says which change it is; the last ones are taken note of and change nothing here. */
    private static final Set<String> CHANGE = Set.of(
            "TemplateBody",
            "TemplateURL",
            "UsePreviousTemplate",
            "Parameters",
            "Tags",
            "RoleARN",
            "EnableTerminationProtection",
            "DeploymentConfig.Mode",
            "ChangeSetName",
            "ChangeSetType",
            "ClientToken",
            "Description",
            "Capabilities",
            "IncludeNestedStacks",
            "ImportExistingResources");

    private static final int EVENTS_A_PAGE = 100;

    /** An object's URL in path style: bucket and key. */
    private static final Pattern OBJECT = Pattern.compile("https?://[^/]+/([^/]+)/([^?#]+)");

    private final Stacks stacks;
    private final Roles roles;
    private final Authorizer authorizer;
    private final Clock clock;
    private final ChangeSets changeSets = new ChangeSets();
    private final ExecutorService executor = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "cloudformation");
        thread.setDaemon(true);
        return thread;
    });

    public CloudFormationApi(Stacks stacks, Roles roles, Authorizer authorizer, Clock clock) {
        this.stacks = stacks;
        this.roles = roles;
        this.authorizer = authorizer;
        this.clock = clock;
    }

    @Override
    public String signingName() {
        return "cloudformation";
    }

    @Override
    public Reply error(Call call, AwsError error) {
        return Protocol.queryError(call, error, NAMESPACE);
    }

    @Override
    public Reply answer(Call call) {
        Form form = new Form(Protocol.form(call));
        String action = form.text("Action").orElse("");
        try {
            return Protocol.queryReply(call, NAMESPACE, action, xml -> act(call.caller(), action, form, xml));
        } catch (StackException e) {
            throw Form.invalid(e.reason());
        } catch (TemplateException e) {
            throw Form.invalid(e.getMessage());
        }
    }

    private void act(Identity caller, String action, Form form, Xml xml) {
        Runnable answer = switch (action) {
            case "CreateStack" -> () -> createStack(form, xml);
            case "UpdateStack" -> () -> updateStack(form, xml);
            case "DeleteStack" -> () -> deleteStack(form);
            case "DescribeStacks" -> () -> describeStacks(form, xml);
            case "ListStacks" -> () -> listStacks(form, xml);
            case "DescribeStackEvents" -> () -> describeEvents(form, xml);
            case "DescribeStackResources" -> () -> describeResources(form, xml);
            case "ListStackResources" ->
                () -> Descriptions.summaries(xml, stack(form).events());
            case "GetTemplate" -> () -> getTemplate(form, xml);
            case "UpdateTerminationProtection" -> () -> updateProtection(form, xml);
            case "CreateChangeSet" -> () -> createChangeSet(form, xml);
            case "DescribeChangeSet" ->
                () -> Descriptions.changeSet(xml, changeSet(form), form.flag("IncludePropertyValues"));
            case "ExecuteChangeSet" -> () -> executeChangeSet(form);
            case "DeleteChangeSet" -> () -> deleteChangeSet(form);
            case "ListChangeSets" -> () -> Descriptions.changeSets(xml, changeSets.of(stack(form)));
            default ->
                throw new AwsError(
                        400, "InvalidAction", "Could not find operation " + action + " for version 2010-05-15");
        };
        authorizer.check(caller, Authorizer.question("cloudformation:" + action, resource(form)));
        answer.run();
    }

    /** The ARN that permissions name: that of the stack, or of all when the request names none. */
    private String resource(Form form) {
        return form.text("StackName")
                .map(name ->
                        stacks.find(name).map(stack -> stack.identity().id()).orElse(name))
                .orElse("*");
    }

    private void createStack(Form form, Xml xml) {
        form.only(union(CHANGE));
        String name = name(form);
        stacks.find(name).ifPresent(CloudFormationApi::refuse);
        Change change = change(form, Optional.empty());
        Stack stack = stacks.draft(name);
        stack.plan(change);
        stack.protect(form.flag("EnableTerminationProtection"));
        add(stack);
        run(stack.begin(change));
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
        form.only(union(CHANGE));
        Stack stack = stack(form);
        stack.checkUpdatable();
        Change change = change(form, Optional.of(stack));
        if (!stack.differs(change)) {
            throw Form.invalid("No updates are to be performed.");
        }
        begin(stack, change);
        xml.element("StackId", stack.identity().id());
    }

    private void deleteStack(Form form) {
        form.only(union(Set.of("RoleARN", "DeploymentConfig.Mode")));
        role(form);
        standard(form);
        // As on AWS, a stack that is not there is deleted.
        stacks.find(form.required("StackName")).ifPresent(stack -> {
            Runnable deletion = stack.beginDeletion();
            changeSets.removeAll(stack);
            executor.execute(() -> ignoringFailure(deletion));
        });
    }

    private void createChangeSet(Form form, Xml xml) {
        form.only(union(CHANGE));
        String name = form.required("ChangeSetName");
        boolean create = form.text("ChangeSetType").orElse("UPDATE").equals("CREATE");
        if (!create && !form.text("ChangeSetType").orElse("UPDATE").equals("UPDATE")) {
            throw Form.invalid("The local class has no change sets of the type " + form.required("ChangeSetType")
                    + ", only CREATE and UPDATE");
        }
        Optional<Stack> present = stacks.find(form.required("StackName"));
        if (!create && present.isEmpty()) {
            throw Form.invalid("Stack [" + form.required("StackName") + "] does not exist");
        }
        present.filter(stack -> create && stack.status() != StackStatus.REVIEW_IN_PROGRESS)
                .ifPresent(stack -> {
                    throw Form.invalid("Stack [" + stack.identity().name()
                            + "] already exists and cannot be created again with the changeSet [" + name + "].");
                });
        present.filter(stack -> !create).ifPresent(Stack::checkUpdatable);
        Change change = change(form, present);
        Stack stack = present.orElseGet(() -> stacks.draft(name(form)));
        StackIdentity identity = stack.identity();
        ChangeSet changeSet = new ChangeSet(
                "arn:aws:cloudformation:" + identity.region() + ":" + identity.account() + ":changeSet/" + name + "/"
                        + UUID.randomUUID(),
                name,
                stack,
                clock.instant(),
                new ChangeSet.Request(form.text("Description"), form.texts("Capabilities")),
                change,
                stack.parameters(change),
                stack.plan(change),
                !stack.differs(change));
        if (present.isEmpty()) {
            add(stack);
        }
        changeSets.add(changeSet);
        xml.element("Id", changeSet.id()).element("StackId", identity.id());
    }

    private void executeChangeSet(Form form) {
        form.only(union(Set.of("ChangeSetName")));
        ChangeSet changeSet = changeSet(form);
        if (changeSet.empty()) {
            throw new AwsError(
                    400,
                    "InvalidChangeSetStatus",
                    "ChangeSet [" + changeSet.id() + "] cannot be executed in its current status of ["
                            + changeSet.status() + "]");
        }
        begin(changeSet.stack(), changeSet.change());
    }

    private void deleteChangeSet(Form form) {
        form.only(union(Set.of("ChangeSetName")));
        changeSets
                .find(form.required("ChangeSetName"), form.text("StackName").flatMap(stacks::find))
                .ifPresent(changeSets::remove);
    }

    private void begin(Stack stack, Change change) {
        Supplier<Deployment> deployment = stack.begin(change);
        changeSets.removeAll(stack);
        run(deployment);
    }

    private void run(Supplier<Deployment> deployment) {
        executor.execute(() -> ignoringFailure(deployment::get));
    }

    /** Why it failed stands in the stack's events, where clients look. */
    private static void ignoringFailure(Runnable operation) {
        try {
            operation.run();
        } catch (StackException e) {
            return;
        }
    }

    private void describeStacks(Form form, Xml xml) {
        List<Stack> found = form.text("StackName").isPresent()
                ? List.of(stack(form))
                : stacks.list().stream()
                        .filter(stack -> stack.status() != StackStatus.DELETE_COMPLETE)
                        .toList();
        xml.list("Stacks", found, Descriptions::stack);
    }

    private void listStacks(Form form, Xml xml) {
        List<String> wanted = form.texts("StackStatusFilter");
        List<Stack> found = stacks.list().stream()
                .filter(stack ->
                        wanted.isEmpty() || wanted.contains(stack.status().name()))
                .toList();
        xml.list("StackSummaries", found, Descriptions::summary);
    }

    private void describeEvents(Form form, Xml xml) {
        Stack stack = stack(form);
        List<StackEvent> events = stack.events();
        int next = form.text("NextToken").map(CloudFormationApi::position).orElse(events.size());
        int last = Math.min(next, events.size());
        int first = Math.max(0, last - EVENTS_A_PAGE);
        Descriptions.events(xml, stack, events.subList(first, last));
        if (first > 0) {
            xml.element("NextToken", Integer.toString(first));
        }
    }

    private static int position(String token) {
        try {
            return Integer.parseUnsignedInt(token);
        } catch (NumberFormatException e) {
            throw Form.invalid("NextToken " + token + " is none that was given out");
        }
    }

    private void describeResources(Form form, Xml xml) {
        Stack stack = stack(form);
        Optional<String> wanted = form.text("LogicalResourceId");
        Descriptions.resources(
                xml,
                stack,
                stack.events().stream()
                        .filter(event -> wanted.isEmpty() || wanted.get().equals(event.logicalId()))
                        .toList());
    }

    private void getTemplate(Form form, Xml xml) {
        Optional<Change> change = form.text("ChangeSetName").isPresent()
                ? Optional.of(changeSet(form).change())
                : stack(form).current();
        xml.element("TemplateBody", change.map(found -> found.source().body()));
        xml.list("StagesAvailable", List.of("Original", "Processed"), Xml::text);
    }

    private void updateProtection(Form form, Xml xml) {
        Stack stack = stack(form);
        stack.protect(form.flag("EnableTerminationProtection"));
        xml.element("StackId", stack.identity().id());
    }

    private Stack stack(Form form) {
        String name = form.required("StackName");
        return stacks.find(name).orElseThrow(() -> Form.invalid("Stack with id " + name + " does not exist"));
    }

    private ChangeSet changeSet(Form form) {
        String name = form.required("ChangeSetName");
        return changeSets
                .find(name, form.text("StackName").flatMap(stacks::find))
                .orElseThrow(() -> new AwsError(404, "ChangeSetNotFound", "ChangeSet [" + name + "] does not exist"));
    }

    private static String name(Form form) {
        String name = form.required("StackName");
        if (!NAME.matcher(name).matches()) {
            throw Form.invalid("1 validation error detected: Value '" + name
                    + "' at 'stackName' failed to satisfy constraint: Member must satisfy regular expression pattern: "
                    + "[a-zA-Z][-a-zA-Z0-9]*");
        }
        return name;
    }

    private Change change(Form form, Optional<Stack> present) {
        role(form);
        standard(form);
        Optional<Change> before = present.flatMap(Stack::current);
        Source source = source(form, before);
        Capabilities.check(source.template(), form.texts("Capabilities"));
        Map<String, String> tags = new LinkedHashMap<>();
        form.structures("Tags").forEach(tag -> tags.put(tag.required("Key"), tag.required("Value")));
        Change change = new Change(
                source,
                parameters(
                        form, source.template(), present.map(Stack::parameters).orElse(Map.of())),
                tags.isEmpty() ? before.map(Change::tags).orElse(tags) : tags,
                stacks.lookups(),
                form.flag("ImportExistingResources"));
        checkStored(source.template(), change);
        return change;
    }

    private Source source(Form form, Optional<Change> before) {
        if (form.flag("UsePreviousTemplate")) {
            return before.orElseThrow(() -> Form.invalid("There is no previous template to use"))
                    .source();
        }
        if (form.text("TemplateBody").isPresent()) {
            return Source.read(form.required("TemplateBody"));
        }
        return Source.read(read(form.text("TemplateURL")
                .orElseThrow(() -> Form.invalid("Either Template URL or Template Body must be specified."))));
    }

    /** The URL's host is not looked at: whatever it is, the class has no other S3 than its own. */
    private String read(String url) {
        Matcher object = OBJECT.matcher(url);
        if (!object.matches()) {
            throw Form.invalid("S3 error: Domain name specified in " + url + " is not a valid S3 domain");
        }
        Path file = stacks.lookups()
                .asset(object.group(1), URLDecoder.decode(object.group(2), StandardCharsets.UTF_8))
                .orElseThrow(() -> Form.invalid("S3 error: The specified key does not exist: " + url));
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw Form.invalid("Template format error: " + url + " is no UTF-8 text");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> parameters(Form form, Template template, Map<String, String> before) {
        Map<String, String> values = new LinkedHashMap<>();
        Set<String> unknown = new TreeSet<>();
        for (Form parameter : form.structures("Parameters")) {
            String key = parameter.required("ParameterKey");
            if (!template.parameters().containsKey(key)) {
                unknown.add(key);
            } else if (!parameter.flag("UsePreviousValue")) {
                values.put(key, parameter.values().getOrDefault("ParameterValue", ""));
            } else if (before.containsKey(key)) {
                values.put(key, before.get(key));
            } else {
                throw Form.invalid("Invalid input for parameter key " + key
                        + ". Cannot specify usePreviousValue as true for a parameter key not in the previous template");
            }
        }
        if (!unknown.isEmpty()) {
            throw Form.invalid("Parameters: " + unknown + " do not exist in the template");
        }
        Set<String> missing = new TreeSet<>();
        template.parameters().values().stream()
                .filter(parameter -> parameter.defaultValue() == null && !values.containsKey(parameter.name()))
                .map(Parameter::name)
                .forEach(missing::add);
        if (!missing.isEmpty()) {
            throw Form.invalid("Parameters: " + missing + " must have values");
        }
        return values;
    }

    /** Parameters of Systems Manager that a template takes its values from must be there, used or not. */
    private static void checkStored(Template template, Change change) {
        Set<String> missing = new TreeSet<>();
        template.parameters().values().stream()
                .filter(Parameter::isSsmValue)
                .map(parameter -> change.parameters().getOrDefault(parameter.name(), parameter.defaultValue()))
                .filter(name -> change.lookups().parameter(name).isEmpty())
                .forEach(missing::add);
        if (!missing.isEmpty()) {
            throw Form.invalid("Unable to fetch parameters " + missing + " from parameter store for this account.");
        }
    }

    private void role(Form form) {
        form.text("RoleARN").ifPresent(arn -> {
            if (roles.find(arn.substring(arn.lastIndexOf('/') + 1)).isEmpty()) {
                throw Form.invalid("Role " + arn + " is invalid or cannot be assumed");
            }
        });
    }

    /** The express mode is done before the resources are: here nothing would be faster for it. */
    private static void standard(Form form) {
        form.text("DeploymentConfig.Mode")
                .filter(mode -> !mode.equals("STANDARD"))
                .ifPresent(mode -> {
                    throw Form.invalid("The local class has no deployment mode " + mode + ", only STANDARD");
                });
    }

    private static Set<String> union(Set<String> more) {
        Set<String> all = new TreeSet<>(ANY);
        all.addAll(more);
        return all;
    }
}
