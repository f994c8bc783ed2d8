package classroom.cli.leftovers;

import classroom.cli.option.AppOptions;
import classroom.cli.option.Help;
import classroom.cli.option.RunningClass;
import classroom.cli.terminal.CommandException;
import classroom.cloud.Cloud;
import classroom.template.assembly.CloudAssembly;
import classroom.template.cost.JudgedAssembly;
import java.io.IOException;
import java.io.PrintStream;
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
        exitCodeListHeading = "Exit status:%n",
        exitCodeList = {
            "0:nothing of the class is left",
            "1:something is, or a service could not be asked",
            "2:wrong usage"
        },
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

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() {
        options.check();
        if (region != null && profile == null) {
            throw new ParameterException(
                    command.commandLine(), "--region needs --profile: the class here has one region");
        }
        Path folder = options.assembly(System.err);
        CloudAssembly assembly = CloudAssembly.read(folder, Cloud.ENVIRONMENT);
        Account account = profile == null
                ? Account.ofClass(running.port())
                : Account.ofProfile(profile, region == null ? regionOfTheApp(folder) : region);
        Search.Result result = search(account, Marks.of(assembly));
        print(System.out, account, result);
        return result.left().isEmpty() && result.failures().isEmpty() ? 0 : 1;
    }

    /** {@code null} if the app leaves it to the deployment. */
    private static String regionOfTheApp(Path folder) {
        try {
            String region = JudgedAssembly.read(folder).region();
            return region.isEmpty() ? null : region;
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be read", e);
        }
    }

    private static Search.Result search(Account account, Marks marks) {
        try {
            return Search.in(account, marks);
        } catch (CommandException e) {
            throw new CommandException(
                    e.getMessage() + (account.isLocal() ? ": is the class running? ./classroom up starts it" : ""));
        }
    }

    private void print(PrintStream out, Account account, Search.Result result) {
        String where = account.name() + " in " + account.region();
        if (!result.left().isEmpty()) {
            out.println("left of the class at " + where + ":");
            result.left().forEach(found -> {
                out.println("  " + found.kind() + " " + found.id() + ": " + found.why());
                found.removal().forEach(line -> out.println("      " + line + account.options()));
            });
            if (account.isLocal()) {
                out.println("these commands go to the class alone, and take the credentials of ./classroom env"
                        + running.option());
            }
        } else if (result.failures().isEmpty()) {
            out.println("nothing of the class is left at " + where);
        }
        if (!result.failures().isEmpty()) {
            out.println("could not be asked, so nobody knows what is left there:");
            result.failures().forEach(failure -> out.println("  " + failure));
        }
        if (!result.apart().isEmpty()) {
            out.println("apart from the class:");
            result.apart().forEach(each -> out.println("  " + each));
        }
        if (!result.missing().isEmpty()) {
            out.println("not looked for, because the class on this machine has no such service: "
                    + String.join(", ", result.missing()));
        }
    }
}
