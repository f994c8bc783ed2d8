package classroom.cli.leftovers;

import classroom.cli.client.Client;
import classroom.cli.client.ServiceException;
import classroom.cli.terminal.CommandException;
import classroom.cloud.gateway.Gateway;
import classroom.template.AwsEnvironment;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Looks through every service that a class has something in. A service that cannot be asked is named, never taken for
 * empty.
 */
final class Search {
    private final Account account;
    private final Client client;
    private final List<String> failures = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();

    private Search(Account account, Client client) {
        this.account = account;
        this.client = client;
    }

    /**
     * What was found.
     *
     * @param left of the class
     * @param apart what is of the CDK and not of the class
     * @param missing services that the local class does not have
     * @param failures services that could not be asked, and why
     */
    record Result(List<Found> left, List<String> apart, List<String> missing, List<String> failures) {}

    /** Fails if there is nobody to ask, or nobody to ask as. */
    static Result in(Account account, Marks marks) {
        try (SignedWire wire = new SignedWire(account)) {
            return new Search(account, new Client(wire)).run(marks);
        }
    }

    private Result run(Marks marks) {
        Set<String> served = account.isLocal() ? answer("sts", this::served) : Set.of();
        String number = answer(
                "sts",
                () -> client.query(
                                "sts",
                                "Action=GetCallerIdentity&Version=2011-06-15",
                                JsonNodeFactory.instance.objectNode())
                        .path("Account")
                        .asText());
        Stacks stacks = new Stacks(client, account, marks);
        look(served, "cloudformation", stacks::look);
        Resources resources = new Resources(client, new AwsEnvironment(number, account.region()), stacks.marks());
        resources.looks().forEach((service, look) -> look(served, service, look));
        // What a stack that is still there will take along is counted with it.
        List<Found> left = Stream.concat(stacks.found().stream(), resources.found().stream())
                .filter(each -> !stacks.take(each.id()))
                .toList();
        return new Result(left, List.copyOf(stacks.apart()), List.copyOf(missing), List.copyOf(failures));
    }

    /** What the class on this port serves; it says so itself. */
    private Set<String> served() {
        Set<String> names = new HashSet<>();
        client.get("sts", Gateway.STATUS).path("signingNames").forEach(name -> names.add(name.asText()));
        return names;
    }

    private void look(Set<String> served, String service, Runnable look) {
        if (account.isLocal() && !served.contains(service)) {
            missing.add(service);
            return;
        }
        try {
            answer(service, () -> {
                look.run();
                return service;
            });
        } catch (CommandException e) {
            failures.add(e.getMessage());
        }
    }

    /** Fails with a line that names the service. */
    private static <T> T answer(String service, Supplier<T> question) {
        try {
            return question.get();
        } catch (ServiceException e) {
            throw new CommandException(service + ": " + e.code() + " " + e.getMessage());
        } catch (UncheckedIOException e) {
            throw new CommandException(service + ": " + e.getMessage());
        }
    }
}
