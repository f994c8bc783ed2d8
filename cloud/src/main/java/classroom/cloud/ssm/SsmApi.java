package classroom.cloud.ssm;

import classroom.cloud.gateway.AwsError;
import classroom.cloud.gateway.Call;
import classroom.cloud.gateway.Members;
import classroom.cloud.gateway.Protocol;
import classroom.cloud.gateway.Reply;
import classroom.cloud.gateway.Service;
import classroom.cloud.iam.Authorizer;
import classroom.cloud.identity.Identity;
import classroom.cloud.ssm.Parameters.Wanted;
import classroom.template.AwsEnvironment;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The parameter store of Systems Manager (JSON 1.1), as far as the CDK CLI and a user of plain parameters need it. */
public final class SsmApi implements Service {
    private static final String PREFIX = "AmazonSSM.";

    /** AWS Systems Manager API Reference, DescribeParameters, {@code MaxResults}. */
    private static final int MOST = 50;

    /** Members of PutParameter that would change what a parameter is, were they read. */
    private static final Set<String> UNREAD = Set.of("AllowedPattern", "KeyId", "Policies");

    private static final Members MEMBERS = Members.of(
            "String Name Value Type Description AllowedPattern KeyId Policies DataType Tier Key Option NextToken",
            "Boolean Overwrite WithDecryption Shared",
            "Integer MaxResults",
            "[String] Names Values",
            "[Structure] Tags Filters ParameterFilters");

    private final Parameters parameters;
    private final Authorizer authorizer;
    private final AwsEnvironment here;

    public SsmApi(Parameters parameters, Authorizer authorizer, AwsEnvironment here) {
        this.parameters = parameters;
        this.authorizer = authorizer;
        this.here = here;
    }

    @Override
    public String signingName() {
        return "ssm";
    }

    @Override
    public Reply answer(Call call) {
        String operation = Protocol.operation(call, PREFIX);
        ObjectNode request = MEMBERS.read(call.body());
        return Protocol.jsonReply("1.1", perform(call.caller(), operation, request));
    }

    @Override
    public Reply error(Call call, AwsError error) {
        return Protocol.jsonError("1.1", error, error.code());
    }

    private ObjectNode perform(Identity caller, String operation, ObjectNode request) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        switch (operation) {
            case "GetParameter" -> {
                String name = allowed(caller, operation, required(request, "Name"));
                answer.set("Parameter", value(find(name)));
            }
            case "GetParameters" -> getParameters(caller, request, answer);
            case "PutParameter" -> putParameter(caller, request, answer);
            case "DeleteParameter" -> {
                String name = allowed(caller, operation, required(request, "Name"));
                if (!parameters.delete(name)) {
                    throw Parameters.notFound(name);
                }
            }
            case "DescribeParameters" -> describeParameters(caller, request, answer);
            default -> throw AwsError.notCarriedOut("UnknownOperationException", operation);
        }
        return answer;
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

    private void getParameters(Identity caller, JsonNode request, ObjectNode answer) {
        answer.putArray("Parameters");
        answer.putArray("InvalidParameters");
        for (JsonNode each : request.path("Names")) {
            String name = allowed(caller, "GetParameters", each.asText());
            try {
                answer.withArray("Parameters").add(value(find(name)));
            } catch (AwsError e) {
                answer.withArray("InvalidParameters").add(name);
            }
        }
    }

    private void putParameter(Identity caller, JsonNode request, ObjectNode answer) {
        String name = allowed(caller, "PutParameter", required(request, "Name"));
        if (!request.path("Tags").isEmpty()) {
            allowed(caller, "AddTagsToResource", name);
        }
        for (String unread : UNREAD) {
            if (request.hasNonNull(unread)) {
                throw new AwsError(400, "ValidationException", "The local class does not carry out " + unread + ".");
            }
        }
        boolean overwrite = request.path("Overwrite").asBoolean(false);
        String type = parameters.parameter(name).map(Parameter::type).orElse("");
        type = request.path("Type").asText(type);
        if (type.isEmpty()) {
            throw new AwsError(400, "ValidationException", "A parameter type is required when you create a parameter.");
        }
        Wanted wanted = new Wanted(
                name,
                type,
                required(request, "Value"),
                request.path("Description").asText(""));
        if (overwrite) {
            if (request.hasNonNull("Tags")) {
                throw new AwsError(
                        400,
                        "ValidationException",
                        "Invalid request: tags and overwrite can't be used together. To create a parameter with tags,"
                                + " please remove overwrite flag.");
            }
            parameters.overwrite(wanted);
        } else {
            Map<String, String> tags = new LinkedHashMap<>();
            request.path("Tags")
                    .forEach(tag ->
                            tags.put(tag.path("Key").asText(), tag.path("Value").asText()));
            parameters.create(wanted, tags);
        }
        answer.put("Tier", "Standard").put("Version", find(name).version());
    }

    private void describeParameters(Identity caller, JsonNode request, ObjectNode answer) {
        authorizer.check(caller, Authorizer.question("ssm:DescribeParameters", "*"));
        Stream<Parameter> found = parameters.list().stream();
        for (JsonNode filter : request.path("ParameterFilters")) {
            found = found.filter(matching(filter));
        }
        if (request.hasNonNull("Filters")) {
            throw new AwsError(400, "InvalidFilterKey", "The local class reads ParameterFilters, not Filters.");
        }
        String after = request.path("NextToken").asText("");
        int most = Math.max(1, Math.min(MOST, request.path("MaxResults").asInt(MOST)));
        List<Parameter> page = found.filter(one -> one.name().compareTo(after) > 0)
                .limit(most + 1L)
                .toList();
        answer.putArray("Parameters");
        page.stream().limit(most).forEach(one -> answer.withArray("Parameters").add(description(one)));
        if (page.size() > most) {
            answer.put("NextToken", page.get(most - 1).name());
        }
    }

    private static Predicate<Parameter> matching(JsonNode filter) {
        String key = filter.path("Key").asText();
        String option = filter.path("Option").asText("Equals");
        List<String> values =
                filter.path("Values").valueStream().map(JsonNode::asText).toList();
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

    private static String required(JsonNode request, String member) {
        String text = request.path(member).asText("");
        if (text.isEmpty()) {
            throw new AwsError(
                    400,
                    "ValidationException",
                    "1 validation error detected: Value null at '" + Character.toLowerCase(member.charAt(0))
                            + member.substring(1)
                            + "' failed to satisfy constraint: Member must not be null");
        }
        return text;
    }
}
