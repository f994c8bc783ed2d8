package classroom.cli.command;

import classroom.cli.terminal.CommandException;
import classroom.template.assembly.CloudAssembly;
import classroom.template.assembly.CloudAssembly.StackArtifact;
import classroom.template.language.Texts;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Option;

/** The option {@code --parameters}, as {@code cdk deploy} has it: values that the templates leave open. */
final class StackParameters {
    @Option(
            names = "--parameters",
            paramLabel = "[STACK:]NAME=VALUE",
            description = "A value for a parameter of the template, as for cdk deploy; may be repeated.")
    private List<String> options = List.of();

    /** Whether any was given. */
    boolean isGiven() {
        return !options.isEmpty();
    }

    /** The assembly with these values. */
    CloudAssembly given(CloudAssembly assembly) {
        return given(assembly, options);
    }

    /** @throws CommandException if an option fits no stack, or a parameter without a default is left open */
    static CloudAssembly given(CloudAssembly assembly, List<String> options) {
        Set<String> unused = new HashSet<>(options);
        List<StackArtifact> stacks = new ArrayList<>();
        for (StackArtifact stack : assembly.stacks()) {
            JsonNode declared = stack.template().path("Parameters");
            Map<String, String> values = new LinkedHashMap<>(stack.parameters());
            for (String option : options) {
                int equals = option.indexOf('=');
                // Beyond the sign there may be colons too: those of a time of day.
                String name = equals < 0 ? option : option.substring(0, equals);
                int colon = name.indexOf(':');
                boolean here = colon < 0 || name.substring(0, colon).equals(stack.name());
                if (equals > 0 && here && declared.has(name.substring(colon + 1))) {
                    values.put(name.substring(colon + 1), option.substring(equals + 1));
                    unused.remove(option);
                }
            }
            declared.properties().forEach(parameter -> {
                if (!parameter.getValue().has("Default") && !values.containsKey(parameter.getKey())) {
                    throw new CommandException(Texts.of(
                            "the stack %s needs a value: --parameters %s=…  (%s)",
                            stack.name(),
                            parameter.getKey(),
                            parameter
                                    .getValue()
                                    .path("Description")
                                    .asText(Texts.of("the template says no more of it"))));
                }
            });
            stacks.add(new StackArtifact(stack.name(), stack.template(), values, stack.tags()));
        }
        if (!unused.isEmpty()) {
            throw new CommandException(Texts.of(
                    "--parameters takes [STACK:]NAME=VALUE with a parameter of the template, not %s",
                    unused.iterator().next()));
        }
        return new CloudAssembly(List.copyOf(stacks), assembly.assets());
    }
}
