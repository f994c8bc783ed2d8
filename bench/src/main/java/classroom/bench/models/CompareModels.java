package classroom.bench.models;

import classroom.bench.Origin;
import classroom.cli.Main;
import classroom.cli.client.Client;
import classroom.cli.option.Help;
import classroom.cli.synth.Home;
import classroom.cli.synth.Synthesis;
import classroom.cli.terminal.CommandException;
import classroom.cloud.Cloud;
import classroom.cloud.identity.Identities;
import classroom.template.assembly.CloudAssembly;
import classroom.template.language.Texts;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBRequestHandler;

/**
 * {@code ./classroom compare-models}: carries out one list of operations on both models of cars and their owners, in a
 * new local class on a free port, and shows what each model cost. It leaves only the results.
 */
@Command(
        name = "classroom compare-models",
        description = {
            "Carries out the same 1,000 operations, 80 %% entries and exits, 15 %% times parked, 5 %% bills, on the "
                    + "table of the parking lot and on that of the vehicle registry, and shows what they cost: "
                    + "capacity units, requests, bytes.",
            "The figures are the same in every run."
        },
        footer = {"", "Results go to bench/results: compare-models.json, and a chart beside it."})
public final class CompareModels implements Callable<Integer> {
    @Mixin
    private Help help;

    @Option(
            names = "--list",
            description = "Only prints what both are asked, one JSON object a line: the cars, then the operations.")
    private boolean list;

    @Option(names = "--results", paramLabel = "FOLDER", description = "Where the results go, instead of bench/results.")
    private Path results;

    private CompareModels() {}

    public static void main(String[] args) {
        System.exit(Main.handleFailures(new CommandLine(new CompareModels())).execute(args));
    }

    @Override
    public Integer call() throws IOException {
        Workload workload = Workload.course();
        if (list) {
            workload.cars().forEach(System.out::println);
            workload.operations().forEach(operation -> System.out.println(operation.json()));
            workload.questions().forEach(question -> System.out.println(question.json()));
            return CommandLine.ExitCode.OK;
        }
        Home home = Home.find();
        Path folder = writable(results != null ? results : home.root().resolve(Path.of("bench", "results")));
        Synthesis synthesis = new Synthesis(home, () -> System.err.println(Texts.of("synthesizing the class")));
        CloudAssembly assembly = CloudAssembly.read(synthesis.assembly(List.of()), Cloud.ENVIRONMENT);
        try (Cloud local = Cloud.start(0, System.err::println)) {
            // Ctrl-C; when it is closed already there is nothing to do.
            Runtime.getRuntime().addShutdownHook(new Thread(local::close, "stop"));
            local.deploy(assembly);
            Report report = measure(workload, new Client(local.port(), Cloud.REGION, Identities.TEACHER));
            report.print(System.out);
            System.out.println(Texts.of("written: %s and .png", report.write(folder)));
        }
        return CommandLine.ExitCode.OK;
    }

    private static Report measure(Workload workload, Client client) throws IOException {
        Database database = new Database(client);
        List<Model> models = List.of(new ParkingLotModel(database), new RegistryModel(database));
        for (ObjectNode car : workload.cars()) {
            for (Model model : models) {
                model.put(car);
            }
        }
        database.take();
        Measurement operations = Measurement.of(workload.operations(), models);
        Measurement.requireSameCars(models);
        database.take();
        Measurement questions = Measurement.of(workload.questions(), models);
        String version = Origin.fact("", LocalDynamoDBRequestHandler.class).value();
        return new Report(version.replace(".jar", ""), operations, questions);
    }

    /** Found out before the seconds that the rest takes. */
    private static Path writable(Path folder) {
        try {
            Files.createDirectories(folder);
            Files.delete(Files.createTempFile(folder, "compare-models", ".tmp"));
            return folder;
        } catch (IOException e) {
            throw new CommandException(Texts.of(
                    "the results cannot be written to %s: give another folder with --results FOLDER",
                    folder.toAbsolutePath()));
        }
    }
}
