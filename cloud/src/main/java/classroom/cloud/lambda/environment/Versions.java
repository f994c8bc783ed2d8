package classroom.cloud.lambda.environment;

import classroom.cloud.gateway.AwsError;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * The published versions of one function and the aliases that name them (AWS Lambda Developer Guide, "Manage Lambda
 * function versions" and "Create an alias for a Lambda function").
 */
final class Versions {
    private final NavigableMap<Integer, Deployment> published = new TreeMap<>();
    private final Map<String, String> aliases = new TreeMap<>();

    /** A number is never used again, also when its version is deleted. */
    private int last;

    /** Publishes the deployed function, with another description if one is given, and returns the number. */
    synchronized String publish(Deployment latest, String description) {
        Optional<String> newest = unchanged(latest);
        if (newest.isPresent()) {
            // In CloudFormation's words.
            throw new AwsError(
                    409,
                    "ResourceConflictException",
                    "A version for this Lambda function exists ( " + newest.get()
                            + " ). Modify the function to create a new version.");
        }
        last++;
        Function function =
                description.isEmpty() ? latest.function() : latest.function().described(description);
        published.put(last, latest.published(Integer.toString(last), function));
        return Integer.toString(last);
    }

    /** Publishes like {@link #publish}, or returns the number of the newest version if nothing has changed since. */
    synchronized String publishIfChanged(Deployment latest, String description) {
        return unchanged(latest).orElseGet(() -> publish(latest, description));
    }

    /** The number of the newest version, if it is as the function is now. */
    private Optional<String> unchanged(Deployment latest) {
        return Optional.ofNullable(published.lastEntry())
                .map(Map.Entry::getValue)
                .filter(newest ->
                        newest.function().described("").equals(latest.function().described("")))
                .map(Deployment::version);
    }

    /** The deployment of a version or of the one that an alias names. */
    synchronized Optional<Deployment> find(String qualifier) {
        String number = aliases.getOrDefault(qualifier, qualifier);
        return published.values().stream()
                .filter(version -> version.version().equals(number))
                .findFirst();
    }

    /** Replaces versions; returns those that were replaced. */
    synchronized List<Deployment> replace(Predicate<Deployment> which, UnaryOperator<Deployment> by) {
        List<Deployment> replaced = published.values().stream().filter(which).toList();
        published.replaceAll((number, version) -> which.test(version) ? by.apply(version) : version);
        return replaced;
    }

    /** Every version, the oldest first. */
    synchronized List<Deployment> all() {
        return List.copyOf(published.values());
    }

    /** The aliases with the number of the version that each names. */
    synchronized Map<String, String> aliases() {
        return Map.copyOf(aliases);
    }

    synchronized Optional<Deployment> delete(String number) {
        aliases.forEach((alias, version) -> {
            if (version.equals(number)) {
                throw new AwsError(
                        409,
                        "ResourceConflictException",
                        "Version " + number + " cannot be deleted while the alias " + alias + " names it.");
            }
        });
        Optional<Deployment> deleted = find(number);
        published.values().removeIf(version -> version.version().equals(number));
        return deleted;
    }

    synchronized void alias(String name, String version) {
        aliases.put(name, version);
    }

    synchronized void deleteAlias(String name) {
        aliases.remove(name);
    }
}
