package classroom.cloud.ssm;

import classroom.cloud.gateway.AwsError;
import classroom.cloud.gateway.JsonRequest;
import classroom.cloud.gateway.JsonService;
import classroom.cloud.gateway.Members;
import classroom.cloud.iam.Authorizer;
import classroom.cloud.identity.Identity;
import classroom.cloud.ssm.Parameters.Wanted;
import classroom.template.AwsEnvironment;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The parameter store of Systems Manager (JSON 1.1), the part that the CDK CLI and plain parameters need. */
public final class SsmApi extends JsonService {
    /** AWS Systems Manager API Reference, DescribeParameters, {@code MaxResults}. */
    private static final int MOST = 50;

    /** Members of PutParameter that would change what a parameter is, were they read. */
    private static final Set<String> UNREAD = Set.of("AllowedPattern", "KeyId", "Policies");

    private final Parameters parameters;
    private final Authorizer authorizer;
    private final AwsEnvironment here;

    public SsmApi(Parameters parameters, Authorizer authorizer, AwsEnvironment here) {
        super("AmazonSSM.", Members.constrained("ssm", "ValidationException"), "1.1");
        this.parameters = parameters;
        this.authorizer = authorizer;
        this.here = here;
        on("GetParameter", (request, answer) -> answer.set("Parameter", value(find(named(request)))));
        on("GetParameters", this::getParameters);
        on("PutParameter", this::putParameter);
        on("DeleteParameter", this::deleteParameter);
        on("DescribeParameters", this::describeParameters);
    }

    @Override
    public String signingName() {
        return "ssm";
    }

    @Override
    protected void checkLeftOut(JsonRequest request) {
        if (request.has("Name")) {
            allowed(request.caller(), request.operation(), request.text("Name"));
        } else {
            authorizer.check(request.caller(), Authorizer.question("ssm:" + request.operation(), "*"));
        }
    }

    /** The name in a request, on which the caller may do what it asks for. */
    private String named(JsonRequest request) {
        return allowed(request.caller(), request.operation(), request.required("Name"));
    }

    /** The name in a name or ARN, on which the caller may do this. */
    private String allowed(Identity caller, String action, String reference) {
        String place = ":parameter";
        int arn = reference.startsWith("arn:") ? reference.indexOf(place) : -1;
        String name = arn < 0 ? reference : reference.substring(arn + place.length());
        if (arn >= 0 && !name.isEmpty() && name.indexOf('/', 1) < 0) {
            name = name.substring(1); // The ARN of a name without a slash has one all the same.
        }
        String path = name.startsWith("/") ? name : "/" + name;
        int selector = path.indexOf(':');
        authorizer.check(
                caller,
                Authorizer.question(
                        "ssm:" + action,
                        here.arn("ssm", "parameter" + (selector < 0 ? path : path.substring(0, selector)))));
        return name;
    }

    /** The parameter of {@code NAME} or {@code NAME:VERSION}. */
    private Parameter find(String selected) {
        int colon = selected.indexOf(':');
        String name = colon < 0 ? selected : selected.substring(0, colon);
        Parameter parameter = parameters.parameter(name).orElseThrow(() -> Parameters.notFound(name));
        if (colon >= 0 && !selected.substring(colon + 1).equals(Long.toString(parameter.version()))) {
            throw new AwsError(
                    400,
                    "ParameterVersionNotFound",
                    "Systems Manager could not find version " + selected.substring(colon + 1) + " of " + name
                            + "; the local class keeps the latest.");
        }
        return parameter;
    }

    private void getParameters(JsonRequest request, ObjectNode answer) {
        answer.putArray("Parameters");
        answer.putArray("InvalidParameters");
        for (String reference : request.texts("Names")) {
            String name = allowed(request.caller(), request.operation(), reference);
            try {
                answer.withArray("Parameters").add(value(find(name)));
            } catch (AwsError e) {
                answer.withArray("InvalidParameters").add(name);
            }
        }
    }

    private void deleteParameter(JsonRequest request, ObjectNode answer) {
        String name = named(request);
        if (!parameters.delete(name)) {
            throw Parameters.notFound(name);
        }
    }

    private void putParameter(JsonRequest request, ObjectNode answer) {
        String name = named(request);
        List<JsonRequest> given = request.structures("Tags");
        if (!given.isEmpty()) {
            allowed(request.caller(), "AddTagsToResource", name);
        }
        for (String unread : UNREAD) {
            if (request.has(unread)) {
                throw new AwsError(400, "ValidationException", "The local class does not carry out " + unread + ".");
            }
        }
        String type = request.has("Type")
                ? request.text("Type")
                : parameters.parameter(name).map(Parameter::type).orElse("");
        if (type.isEmpty()) {
            throw new AwsError(400, "ValidationException", "A parameter type is required when you create a parameter.");
        }
        Wanted wanted = new Wanted(name, type, request.required("Value"), request.text("Description"));
        if (request.flag("Overwrite", false)) {
            if (request.has("Tags")) {
                throw new AwsError(
                        400,
                        "ValidationException",
                        "Invalid request: tags and overwrite can't be used together. To create a parameter with tags,"
                                + " please remove overwrite flag.");
            }
            parameters.overwrite(wanted);
        } else {
            Map<String, String> tags = new LinkedHashMap<>();
            given.forEach(tag -> tags.put(tag.text("Key"), tag.text("Value")));
            parameters.create(wanted, tags);
        }
        answer.put("Tier", "Standard").put("Version", find(name).version());
    }

    private void describeParameters(JsonRequest request, ObjectNode answer) {
        authorizer.check(request.caller(), Authorizer.question("ssm:DescribeParameters", "*"));
        Stream<Parameter> found = parameters.list().stream();
        for (JsonRequest filter : request.structures("ParameterFilters")) {
            found = found.filter(matching(filter));
        }
        if (request.has("Filters")) {
            throw new AwsError(400, "InvalidFilterKey", "The local class reads ParameterFilters, not Filters.");
        }
        String after = request.text("NextToken");
        int most = request.integer("MaxResults", MOST);
        List<Parameter> page = found.filter(one -> one.name().compareTo(after) > 0)
                .limit(most + 1L)
                .toList();
        answer.putArray("Parameters");
        page.stream().limit(most).forEach(one -> answer.withArray("Parameters").add(description(one)));
        if (page.size() > most) {
            answer.put("NextToken", page.get(most - 1).name());
        }
    }

    private static Predicate<Parameter> matching(JsonRequest filter) {
        String key = filter.text("Key");
        String option = filter.has("Option") ? filter.text("Option") : "Equals";
        List<String> values = filter.texts("Values");
        if (!Set.of("Name", "Type").contains(key)) {
            throw new AwsError(
                    400, "InvalidFilterKey", "The local class filters by Name and Type, not by " + key + ".");
        }
        return parameter -> {
            String text = key.equals("Name") ? parameter.name() : parameter.type();
            return values.stream().anyMatch(value -> switch (option) {
                case "Equals" -> text.equals(value);
                case "BeginsWith" -> text.startsWith(value);
                case "Contains" -> text.contains(value);
                default ->
                    throw new AwsError(
                            400,
                            "InvalidFilterOption",
                            "The specified filter option isn't valid. Valid options are Equals, BeginsWith and"
                                    + " Contains.");
            });
        };
    }

    private ObjectNode value(Parameter parameter) {
        return common(parameter).put("Value", parameter.value());
    }

    private ObjectNode description(Parameter parameter) {
        ObjectNode json = common(parameter).put("Tier", "Standard");
        if (!parameter.description().isEmpty()) {
            json.put("Description", parameter.description());
        }
        return json;
    }

    private ObjectNode common(Parameter parameter) {
        String path = parameter.name().startsWith("/") ? parameter.name() : "/" + parameter.name();
        return JsonNodeFactory.instance
                .objectNode()
                .put("ARN", here.arn("ssm", "parameter" + path))
                .put("DataType", "text")
                .put("LastModifiedDate", parameter.modified().toEpochMilli() / 1000.0)
                .put("Name", parameter.name())
                .put("Type", parameter.type())
                .put("Version", parameter.version());
    }
}
