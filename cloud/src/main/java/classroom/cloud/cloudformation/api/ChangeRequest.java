package classroom.cloud.cloudformation.api;

import classroom.cloud.cloudformation.engine.Change;
import classroom.cloud.cloudformation.engine.Lookups;
import classroom.cloud.cloudformation.engine.Source;
import classroom.cloud.cloudformation.engine.Stack;
import classroom.cloud.cloudformation.engine.TagRules;
import classroom.cloud.gateway.AwsError;
import classroom.cloud.gateway.Form;
import classroom.cloud.iam.Roles;
import classroom.template.Parameter;
import classroom.template.Template;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads from a request which change of a stack it asks for. */
final class ChangeRequest {
    /** What says which change it is; the last ones are taken note of and change nothing here. */
    static final Set<String> PARAMETERS = Set.of(
            "TemplateBody",
            "TemplateURL",
            "UsePreviousTemplate",
            "Parameters",
            "Tags",
            "RoleARN",
            "EnableTerminationProtection",
            "DisableRollback",
            "DeploymentConfig.Mode",
            "DisableValidation",
            "ChangeSetName",
            "ChangeSetType",
            "ClientToken",
            "Description",
            "Capabilities",
            "IncludeNestedStacks",
            "ImportExistingResources");

    private final Lookups lookups;
    private final Roles roles;
    private final TemplateSource templates;

    ChangeRequest(Lookups lookups, Roles roles, TemplateSource templates) {
        this.lookups = lookups;
        this.roles = roles;
        this.templates = templates;
    }

    /**
     * The change that a request asks for.
     *
     * @param present the stack, {@code null} if there is none yet
     * @throws AwsError if the request is no good
     * @throws classroom.template.TemplateException if its template is not
     */
    Change read(Form form, Stack present) {
        checkWay(form);
        Optional<Change> before = Optional.ofNullable(present).flatMap(Stack::current);
        Source source = templates.source(form, before.orElse(null));
        Capabilities.check(source.template(), form.texts("Capabilities"));
        Map<String, String> tags = new LinkedHashMap<>();
        List<Form> given = form.structures("Tags");
        given.forEach(tag -> tags.put(tag.required("Key"), tag.required("Value")));
        TagRules.problems(given.stream().map(tag -> tag.required("Key")).toList()).stream()
                .findFirst()
                .ifPresent(problem -> {
                    throw Form.invalid(problem);
                });
        if (tags.size() > TagRules.MOST) {
            throw AwsError.violation(
                    "ValidationError",
                    tags.keySet().toString(),
                    "tags",
                    "Member must have length less than or equal to " + TagRules.MOST);
        }
        Change change = new Change(
                source,
                parameters(form, source.template(), present == null ? Map.of() : present.parameters()),
                tags.isEmpty() ? before.map(Change::tags).orElse(tags) : tags,
                lookups,
                form.flag("ImportExistingResources"));
        checkStored(source.template(), change);
        return change;
    }

    /** @throws AwsError if the request asks for a role or a mode by which nothing is carried out here */
    void checkWay(Form form) {
        role(form);
        standard(form);
    }

    private static Map<String, String> parameters(Form form, Template template, Map<String, String> before) {
        Map<String, String> values = new LinkedHashMap<>();
        for (Form parameter : form.structures("Parameters")) {
            String key = parameter.required("ParameterKey");
            Optional<String> value = parameter.text("ParameterValue");
            if (!parameter.flag("UsePreviousValue")) {
                values.put(key, value.orElse(""));
                continue;
            }
            if (form.text("ChangeSetType").filter("CREATE"::equals).isPresent()) {
                throw Form.invalid("Cannot specify UsePreviousValue on Parameters when ChangeSetType is CREATE");
            }
            String invalid = "Invalid input for parameter key " + key + ". Cannot specify usePreviousValue as true ";
            if (value.isPresent()) {
                throw Form.invalid(invalid + "and non empty value for a parameter");
            }
            if (!before.containsKey(key)) {
                throw Form.invalid(invalid + "for a parameter key not in the previous template");
            }
            values.put(key, before.get(key));
        }
        template.parameterValues(values);
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
            Optional<String> why = roles.whyNotFor("cloudformation.amazonaws.com", arn)
                    .or(() -> Optional.of(
                                    "The local class does not hold CloudFormation to the policies of a role, so that"
                                            + " it takes the CDK bootstrap's roles only.")
                            .filter(any -> !roles.find(arn).orElseThrow().isOfBootstrap()));
            if (why.isPresent()) {
                throw Form.invalid("Role " + arn + " is invalid or cannot be assumed. " + why.get());
            }
        });
    }

    /** The express mode is done before the resources are: here nothing would be faster for it. */
    private static void standard(Form form) {
        form.structure("DeploymentConfig")
                .text("Mode")
                .filter(mode -> !mode.equals("STANDARD"))
                .ifPresent(mode -> {
                    throw Form.invalid("The local class has no deployment mode " + mode + ", only STANDARD");
                });
    }
}
