package classroom.cli.leftovers;

import classroom.cli.option.AppOptions;
import classroom.cli.option.Help;
import classroom.cli.option.JsonOutput;
import classroom.cli.option.RunningClass;
import classroom.cli.terminal.Terminal;
import classroom.cloud.Cloud;
import classroom.template.assembly.CloudAssembly;
import classroom.template.cost.JudgedAssembly;
import classroom.template.language.Texts;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code leftovers}: what there still is of the class after it has been destroyed, and what takes it away. */
@Command(
        name = "leftovers",
        description = "Lists what is left of the class after destroy, with the commands that remove it.",
        exitCodeList = {"0:nothing of the class is left", "1:something is, or a service could not be asked"},
        footer = {
            "",
            "It only looks. It asks the class on this machine; an account only with --profile.",
            "With -c student=NAME it looks for that student's class alone, else for everybody's."
        })
public final class LeftoversCommand implements Callable<Integer> {
    @Mixin
    private Help help;

    @Mixin
    private RunningClass running;

    @Mixin
    private AppOptions options;

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description =
                    "A profile of your AWS configuration: looks in its account instead of the class on this machine.")
    private String profile;

    @Option(
            names = "--region",
            paramLabel = "REGION",
            description = "With --profile: another region than the app's (-c region) or else the profile's.")
    private String region;

    @Mixin
    private JsonOutput json;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() {
        options.check();
        if (region != null && profile == null) {
            throw new ParameterException(
                    command.commandLine(), Texts.of("--region needs --profile: the class here has one region"));
        }
        if (profile == null) {
            // Before a synth, which takes seconds.
            running.wire().requireClass();
        }
        Path folder = options.assembly(System.err);
        CloudAssembly assembly = CloudAssembly.read(folder, Cloud.ENVIRONMENT);
        Account account = profile == null
                ? Account.ofClass(running.port())
                : Account.ofProfile(profile, region == null ? regionOfTheApp(folder) : region);
        Search.Result result = Search.in(account, Marks.of(assembly));
        if (json.isAsked()) {
            JsonOutput.print(answer(account, result));
        } else {
            print(Terminal.standard(), account, result);
        }
        return result.left().isEmpty() && result.failures().isEmpty() ? 0 : 1;
    }

    /** {@code null} if the app leaves it to the deployment. */
    private static String regionOfTheApp(Path folder) {
        try {
            String region = JudgedAssembly.read(folder).region();
            return region.isEmpty() ? null : region;
        } catch (IOException e) {
            throw new UncheckedIOException(Texts.of("%s cannot be read", folder), e);
        }
    }

    private ObjectNode answer(Account account, Search.Result result) {
        ObjectNode answer = JsonOutput.answer();
        if (account.isLocal()) {
            answer.put("endpoint", account.local().toString());
        } else {
            answer.put("profile", profile);
        }
        answer.put("region", account.region());
        ArrayNode left = answer.putArray("left");
        result.left().forEach(found -> {
            ObjectNode one = left.addObject()
                    .put("kind", found.kind())
                    .put("id", found.id())
                    .put("why", found.why());
            ArrayNode removal = one.putArray("removal");
            found.removal().forEach(line -> removal.add(line + account.options()));
        });
        result.failures().forEach(answer.putArray("failures")::add);
        result.apart().forEach(answer.putArray("apart")::add);
        result.missing().forEach(answer.putArray("notServed")::add);
        return answer;
    }

    private void print(Terminal terminal, Account account, Search.Result result) {
        String where = Texts.of("%s in %s", account.name(), account.region());
        if (!result.left().isEmpty()) {
            terminal.print(Texts.of("left of the class at %s:", where));
            result.left().forEach(found -> {
                terminal.print("  " + Texts.of(found.kind()) + " " + found.id() + ": " + found.why());
                // Not folded: it is to be copied.
                found.removal().forEach(line -> terminal.out().println("      " + line + account.options()));
            });
            if (account.isLocal()) {
                terminal.print(Texts.of(
                        "these commands go to the class alone, and take the credentials of ./classroom env%s",
                        running.option()));
            }
        } else if (result.failures().isEmpty()) {
            terminal.print(Texts.of("nothing of the class is left at %s", where));
        }
        if (!result.failures().isEmpty()) {
            terminal.print(Texts.of("could not be asked, so nobody knows what is left there:"));
            result.failures().forEach(failure -> terminal.print("  " + failure));
        }
        if (!result.apart().isEmpty()) {
            terminal.print(Texts.of("apart from the class:"));
            result.apart().forEach(each -> terminal.print("  " + each));
        }
        if (!result.missing().isEmpty()) {
            terminal.print(Texts.of(
                    "not looked for, because the class on this machine has no such service: %s",
                    String.join(", ", result.missing())));
        }
    }
}
