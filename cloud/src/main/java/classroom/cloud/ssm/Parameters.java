package classroom.cloud.ssm;

import classroom.cloud.gateway.AwsError;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Pattern;

/** The parameter store of the class. It has no encrypted parameters ({@code SecureString}), for it has no keys. */
public final class Parameters {
    private static final Set<String> TYPES = Set.of("String", "StringList");

    /** AWS Systems Manager API Reference, PutParameter, {@code Name}. */
    private static final Pattern NAME =
            Pattern.compile("(?!(?i)/?(aws|ssm))([a-zA-Z0-9_.-]+|(/[a-zA-Z0-9_.-]+){1,15})");

    private static final int LONGEST_NAME = 1011;

    /** AWS Systems Manager API Reference, PutParameter, {@code Tier}: what a standard parameter holds, 4 KB. */
    private static final int LONGEST_VALUE = 4096;

    /** Systems Manager API reference, "PutParameter", {@code Description}. */
    private static final int LONGEST_DESCRIPTION = 1024;

    private final Clock clock;
    private final Map<String, Parameter> parameters = new ConcurrentSkipListMap<>();

    /** No parameters yet. */
    public Parameters(Clock clock) {
        this.clock = clock;
    }

    /**
     * A parameter as its owner wants it.
     *
     * @param type {@code String} or {@code StringList}
     */
    public record Wanted(String name, String type, String value, String description) {}

    /** The value of the parameter of that name. */
    public Optional<String> find(String name) {
        return parameter(name).map(Parameter::value);
    }

    /** The settings of the parameter of that name. */
    public Optional<Wanted> settings(String name) {
        return parameter(name)
                .map(parameter -> new Wanted(name, parameter.type(), parameter.value(), parameter.description()));
    }

    /**
     * Makes a parameter.
     *
     * @throws AwsError {@code ParameterAlreadyExists}, or {@code ValidationException} if name or value cannot be
     */
    public synchronized void create(Wanted wanted, Map<String, String> tags) {
        if (parameters.containsKey(wanted.name())) {
            throw new AwsError(
                    400,
                    "ParameterAlreadyExists",
                    "The parameter already exists. To overwrite this value, set the overwrite option in the request to"
                            + " true.");
        }
        store(wanted, 1, tags);
    }

    /**
     * Gives a parameter another value; makes it if there is none.
     *
     * @throws AwsError {@code ValidationException} if name or value cannot be
     */
    public synchronized void overwrite(Wanted wanted) {
        Optional<Parameter> present = parameter(wanted.name());
        store(
                wanted,
                present.map(Parameter::version).orElse(0L) + 1,
                present.map(Parameter::tags).orElse(Map.of()));
    }

    /**
     * Gives a parameter these tags and no others.
     *
     * @throws AwsError {@code ParameterNotFound}
     */
    public synchronized void retag(String name, Map<String, String> tags) {
        Parameter present = parameter(name).orElseThrow(() -> notFound(name));
        parameters.put(
                name,
                new Parameter(
                        name,
                        present.type(),
                        present.value(),
                        present.description(),
                        present.version(),
                        present.modified(),
                        Map.copyOf(tags)));
    }

    /** Removes a parameter and says whether there was one. */
    public synchronized boolean delete(String name) {
        return parameters.remove(name) != null;
    }

    /** The names of all parameters, sorted. */
    public List<String> names() {
        return List.copyOf(parameters.keySet());
    }

    /** The tags of a parameter; none if there is no such parameter. */
    public Map<String, String> tags(String name) {
        return parameter(name).map(Parameter::tags).orElse(Map.of());
    }

    Optional<Parameter> parameter(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    List<Parameter> list() {
        return List.copyOf(parameters.values());
    }

    static AwsError notFound(String name) {
        return new AwsError(400, "ParameterNotFound", "Parameter " + name + " not found.");
    }

    private void store(Wanted wanted, long version, Map<String, String> tags) {
        check(wanted);
        parameters.put(
                wanted.name(),
                new Parameter(
                        wanted.name(),
                        wanted.type(),
                        wanted.value(),
                        wanted.description(),
                        version,
                        clock.instant().truncatedTo(ChronoUnit.MILLIS),
                        Map.copyOf(tags)));
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static void check(Wanted wanted) {
        if (!NAME.matcher(wanted.name()).matches() || wanted.name().length() > LONGEST_NAME) {
            throw new AwsError(
                    400,
                    "ValidationException",
                    "Parameter name: can't be prefixed with \"aws\" or \"ssm\" (case-insensitive). If formed as "
                            + "a path, it can consist of sub-paths divided by slash symbol; "
                            + "each sub-path can be formed as a mix of"
                            + " letters, numbers and the following 3 symbols .-_");
        }
        if (!TYPES.contains(wanted.type())) {
            throw new AwsError(
                    400,
                    "UnsupportedParameterType",
                    "The class keeps parameters of the types String and StringList, not " + wanted.type() + ".");
        }
        if (wanted.description().length() > LONGEST_DESCRIPTION) {
            throw AwsError.violation(
                    "ValidationException",
                    wanted.description(),
                    "description",
                    "Member must have length less than or equal to " + LONGEST_DESCRIPTION);
        }
        if (wanted.value().isEmpty() || bytes(wanted.value()) > LONGEST_VALUE) {
            throw new AwsError(
                    400,
                    "ValidationException",
                    "Standard tier parameters support a maximum parameter value of " + LONGEST_VALUE
                            + " characters, and at least one.");
        }
    }
}
