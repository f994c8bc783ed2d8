package classroom.bench.models;

import classroom.cli.terminal.CommandException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The usage of each model by a list of operations.
 *
 * @param usages by kind, in the order of the models
 * @param cents the sum of its bills
 */
record Measurement(Map<Model, Map<Kind, Usage>> usages, long cents) {
    /**
     * Carries out every operation on each of the models, in the same order.
     *
     * @throws CommandException when their answers are not the same
     */
    static Measurement of(List<Operation> operations, List<Model> models) throws IOException {
        Map<Model, Map<Kind, Usage>> usages = new LinkedHashMap<>();
        models.forEach(model -> usages.put(model, new EnumMap<>(Kind.class)));
        long cents = 0;
        for (Operation operation : operations) {
            JsonNode first = null;
            for (Model model : models) {
                JsonNode answer = model.perform(operation);
                usages.get(model)
                        .computeIfAbsent(operation.kind(), kind -> new Usage())
                        .addOperation(model.database().take());
                if (first != null && !first.equals(answer)) {
                    throw differs(operation.json() + " was answered " + first, models.get(0), answer, model);
                }
                first = answer;
            }
            cents += first.path("cents").asLong();
        }
        return new Measurement(usages, cents);
    }

    /** @throws CommandException when the models do not contain the same cars */
    static void requireSameCars(List<Model> models) throws IOException {
        JsonNode cars = models.get(0).cars();
        for (Model model : models) {
            JsonNode others = model.cars();
            if (!others.equals(cars)) {
                throw differs("afterwards the cars were " + cars, models.get(0), others, model);
            }
        }
    }

    private static CommandException differs(String what, Model first, JsonNode answer, Model second) {
        return new CommandException("the models are not equal, and their figures say nothing: " + what + " by "
                + first.table() + " and " + answer + " by " + second.table() + "; report this as a bug");
    }

    /** Returns the usage of a model for all operations. */
    Usage total(Model model) {
        return Usage.total(usages.get(model).values());
    }
}
