package classroom.cloud.lambda.environment;

import classroom.cloud.gateway.AwsError;
import classroom.cloud.gateway.Endpoint;
import classroom.cloud.identity.Identities;
import classroom.cloud.identity.Keys;
import classroom.cloud.logs.Logs;
import classroom.template.AwsEnvironment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * The functions of the class and their execution environments (processes), at most ten at once.
 *
 * <p>Closing it ends every process, and all processes that a function has started. If the local class is killed, its
 * processes end by themselves.
 */
public final class Functions implements AutoCloseable {
    /** The paths that {@link #runtime()} answers. */
    public static final String RUNTIME_PREFIX = "/env/";

    /** What the class says of edited code: in its status, and first in each log stream. */
    public static final String EDITED = "edited code, not the asset";

    /** Lambda API Reference, CreateAlias, Name. */
    private static final Pattern ALIAS = Pattern.compile("(?!^[0-9]+$)([a-zA-Z0-9-_]{1,128})");

    /** How long an environment stays warm without a call. */
    static final Duration WARM = Duration.ofMinutes(5);

    /** The time of a start on a busy machine. */
    private static final Duration START = Duration.ofSeconds(1);

    private final Place place;
    private final List<Path> runtime;
    private final Map<String, Deployment> deployments = new ConcurrentSkipListMap<>();
    private final Map<String, Versions> versions = new ConcurrentHashMap<>();
    /** The edited code that runs in place of an asset. */
    private final Map<Path, Path> edited = new ConcurrentHashMap<>();

    private final Set<Path> prepared = ConcurrentHashMap.newKeySet();
    private final Places<Environment> places;
    private final RuntimeApi runtimeApi;
    private final List<Consumer<String>> onDelete = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService housekeeping;

    /** Needs identities to issue each environment its own, and the logs that the functions write to. */
    public Functions(Place place, Identities identities, Logs logs) {
        this.place = place;
        try {
            runtime = RuntimeFiles.in(place.folder());
        } catch (IOException e) {
            throw new UncheckedIOException("the functions' runtime cannot be written to " + place.folder(), e);
        }
        places = new Places<>(
                deployment -> {
                    try {
                        return new Environment(deployment, place, identities, logs);
                    } catch (IOException e) {
                        throw new AwsError(
                                500, "ServiceException", "The function's process cannot be started: " + e.getMessage());
                    }
                },
                START);
        runtimeApi = new RuntimeApi(places);
        housekeeping = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "functions housekeeping");
            thread.setDaemon(true);
            return thread;
        });
        housekeeping.scheduleWithFixedDelay(() -> places.endIdleFor(WARM), 30, 30, TimeUnit.SECONDS);
    }

    /**
     * Gives a function other code or another configuration: its next invocation runs with these, one that is under way
     * ends with what it began with. Two changes at once are both made.
     *
     * @param change makes the function as it shall be, of the same name, from what it is
     * @return what was deployed; what {@link #deployed} gives for it later is the same object, until the next change
     * @throws AwsError {@code ResourceNotFoundException} if there is no such function, {@code
     *     InvalidParameterValueException} if it could not run here; nothing was changed
     */
    public synchronized Deployment change(String name, UnaryOperator<Function> change) {
        put(change.apply(deployed(name).function()));
        return deployed(name);
    }

    /**
     * Creates or replaces a function; environments of an earlier version finish their call and end.
     *
     * @throws AwsError {@code InvalidParameterValueException} if it cannot run here
     */
    public synchronized void put(Function wanted) {
        Function function = wanted.withCode(edited.getOrDefault(wanted.code(), wanted.code()));
        Asset asset = checked(function);
        Deployment deployment = new Deployment(function, arn(function.name()), asset, runtime);
        Deployment earlier = deployments.put(
                function.name(),
                edited.containsValue(function.code()) ? deployment.edited(function, asset) : deployment);
        if (earlier != null) {
            places.retire(earlier);
        }
        if (prepared.add(function.code())) {
            place.archives().prepare(deployed(function.name()));
        }
    }

    /**
     * Returns if a function could run here.
     *
     * @throws AwsError {@code InvalidParameterValueException} otherwise
     */
    public void check(Function function) {
        checked(function);
    }

    private Asset checked(Function function) {
        function.check();
        if (!Files.exists(function.code())) {
            throw new AwsError(
                    400, "InvalidParameterValueException", "The code of the function is missing: " + function.code());
        }
        Asset asset = new Asset(function.code(), place.folder().resolve("task-" + Keys.unguessable()));
        if (!prepared.contains(function.code())) {
            asset.check();
        }
        return asset;
    }

    /**
     * Runs edited code in place of an asset, as {@link #change} does: in each function whose code is the asset or was
     * edited before, in its published versions, which keep their numbers, and in each that is put with the asset later.
     *
     * @param code a folder as Lambda unpacks a package
     * @return the names of the functions
     */
    public synchronized List<String> edit(Path asset, Path code) {
        Path before = edited.getOrDefault(asset, asset);
        edited.put(asset, code);
        Predicate<Function> affected =
                function -> function.code().equals(asset) || function.code().equals(before);
        Asset ready = new Asset(code, code);
        for (Versions published : versions.values()) {
            published
                    .replace(
                            version -> affected.test(version.function()),
                            version -> version.edited(version.function().withCode(code), ready))
                    .forEach(places::retire);
        }
        List<String> names =
                list().stream().filter(affected).map(Function::name).toList();
        names.forEach(name -> change(name, function -> function.withCode(code)));
        return names;
    }

    /** Whether any function runs edited code. */
    public boolean isEdited() {
        return deployments.values().stream().anyMatch(Deployment::isEdited);
    }

    /** Deletes a function with its versions and aliases; a call under way ends first. */
    public void delete(String name) {
        Deployment deployment = deployments.remove(name);
        if (deployment != null) {
            places.retire(deployment);
        }
        Versions published = versions.remove(name);
        if (published != null) {
            published.all().forEach(places::retire);
        }
        onDelete.forEach(action -> action.accept(name));
    }

    /** Runs an action with the name of each function that is deleted. */
    public void onDelete(Consumer<String> action) {
        onDelete.add(action);
    }

    /**
     * Publishes a function as it is now: code and configuration of that version stay.
     *
     * @return the version's number
     * @throws AwsError if there is no such function, or nothing has changed since its newest version
     */
    public String publish(String name, String description) {
        return versions.computeIfAbsent(name, any -> new Versions()).publish(deployed(name), description);
    }

    /**
     * Publishes a function as it is now, or finds its newest version if nothing has changed since.
     *
     * @return the version's number
     * @throws AwsError if there is no such function
     */
    public String publishIfChanged(String name, String description) {
        return versions.computeIfAbsent(name, any -> new Versions()).publishIfChanged(deployed(name), description);
    }

    /** Deletes a version; a running call ends first. It is not an error if the version does not exist. */
    public void deleteVersion(String name, String number) {
        Versions published = versions.get(name);
        if (published != null) {
            published.delete(number).ifPresent(places::retire);
        }
    }

    /**
     * Creates an alias or has it name another version.
     *
     * @param reference the function and version, such as {@code hello:1}
     * @throws AwsError if there is no such function or version
     */
    public void putAlias(String reference, String alias) {
        if (!ALIAS.matcher(alias).matches()) {
            throw AwsError.violation(
                    "ValidationException", alias, "name", "Member must satisfy regular expression pattern: " + ALIAS);
        }
        Deployment version = deployed(reference);
        versions.get(version.function().name()).alias(alias, version.version());
    }

    /** Whether a function has an alias of this name. */
    public boolean hasAlias(String name, String alias) {
        return aliases(name).containsKey(alias);
    }

    /** The aliases of a function by name, each with the number of its version. */
    public SortedMap<String, String> aliases(String name) {
        Versions published = versions.get(name);
        return published == null ? new TreeMap<>() : new TreeMap<>(published.aliases());
    }

    /** The published versions of a function, the oldest first. */
    public List<Deployment> versions(String name) {
        Versions published = versions.get(name);
        return published == null ? List.of() : published.all();
    }

    /** Deletes an alias; it is not an error if it does not exist. */
    public void deleteAlias(String name, String alias) {
        Versions published = versions.get(name);
        if (published != null) {
            published.deleteAlias(alias);
        }
    }

    /** The function, or its version or alias, as {@code name} or {@code name:qualifier}. */
    public Optional<Function> find(String reference) {
        return deployment(reference).map(Deployment::function);
    }

    private Optional<Deployment> deployment(String reference) {
        int colon = reference.indexOf(':');
        if (colon < 0 || reference.endsWith(":" + Deployment.LATEST)) {
            return Optional.ofNullable(deployments.get(colon < 0 ? reference : reference.substring(0, colon)));
        }
        return Optional.ofNullable(versions.get(reference.substring(0, colon)))
                .flatMap(published -> published.find(reference.substring(colon + 1)));
    }

    /** All functions by name. */
    public List<Function> list() {
        return deployments.values().stream().map(Deployment::function).toList();
    }

    /** The ARN that a function of this name has, or the version or alias of {@code name:qualifier}. */
    public String arn(String name) {
        return new AwsEnvironment(Identities.ACCOUNT, place.region()).arn("lambda", "function:" + name);
    }

    /**
     * Runs a function; waits for a place and for the answer.
     *
     * @param reference {@code name} or {@code name:qualifier}
     * @throws AwsError {@code ResourceNotFoundException} if there is no such function
     */
    public Invocation.Result invoke(String reference, Invocation invocation) throws InterruptedException {
        return invoke(reference, invocation, places::acquire);
    }

    /**
     * Invokes a function. Unlike {@code invoke}, refuses the caller while the account's maximum of environments runs.
     *
     * @throws AwsError also {@code TooManyRequestsException}
     */
    public Invocation.Result invokeOrRefuse(String reference, Invocation invocation) throws InterruptedException {
        return invoke(reference, invocation, places::acquireOrRefuse);
    }

    private interface Acquisition {
        Environment of(Supplier<Deployment> wanted) throws InterruptedException;
    }

    private Invocation.Result invoke(String reference, Invocation invocation, Acquisition acquisition)
            throws InterruptedException {
        String arn = arn(reference);
        while (true) {
            Environment environment = acquisition.of(() -> deployed(reference));
            Optional<Invocation.Result> result = null;
            try {
                result = environment.run(invocation, arn);
            } finally {
                // An interrupted caller leaves a running call: that environment is not used again.
                places.release(environment, result != null && isCurrent(environment.deployment()));
            }
            if (result.isPresent()) {
                return result.get();
            }
        }
    }

    private boolean isCurrent(Deployment deployment) {
        return deployment(deployment.function().name() + ":" + deployment.version())
                .filter(current -> current == deployment)
                .isPresent();
    }

    private Deployment deployed(String reference) {
        return deployment(reference)
                .orElseThrow(
                        () -> new AwsError(404, "ResourceNotFoundException", "Function not found: " + arn(reference)));
    }

    /** The deployment that a request names. */
    public Deployment deployed(FunctionName name) {
        checkReachable(name);
        return deployed(name.reference());
    }

    /** @throws AwsError {@code ResourceNotFoundException} if a name is of another region or account */
    public void checkReachable(FunctionName name) {
        if (name.region() != null && !name.region().equals(place.region())) {
            throw new AwsError(
                    404,
                    "ResourceNotFoundException",
                    "Functions from '" + name.region() + "' are not reachable in this region ('" + place.region()
                            + "')");
        }
        boolean foreign = name.account() != null && !name.account().equals(Identities.ACCOUNT);
        if (foreign) {
            throw new AwsError(404, "ResourceNotFoundException", "Function not found: " + arn(name.reference()));
        }
    }

    /** All deployments by the name of their function. */
    public List<Deployment> deployments() {
        return List.copyOf(deployments.values());
    }

    /** The region of the class. */
    public String region() {
        return place.region();
    }

    /** The Lambda Runtime API of the execution environments, unsigned: serve it under {@link #RUNTIME_PREFIX}. */
    public Endpoint runtime() {
        return runtimeApi;
    }

    /** Ends every process and waits until none is left. */
    @Override
    public void close() {
        housekeeping.shutdownNow();
        places.close();
        place.archives().close();
        place.processes().close();
    }
}
