package classroom.bench.coldstart;

import classroom.bench.Benchmark;
import classroom.bench.Comparison;
import classroom.bench.Goal;
import classroom.bench.Picture;
import classroom.bench.Setup;
import java.nio.file.Path;
import java.util.List;

/** What a first call takes, on each of the JDKs that are asked for. */
abstract class FirstCalls extends Benchmark {
    private static final List<String> MEASURES = List.of("wall ms", "cpu ms");

    private final String title;
    private final Stage stage;

    FirstCalls(String title, Stage stage) {
        this.title = title;
        this.stage = stage;
    }

    /** Sets up everyone on each JDK. */
    final Benchmark on(Setup setup) throws Exception {
        for (Path jdk : setup.jdks()) {
            String version = Stage.version(jdk);
            add(stage, jdk, " " + version.replaceFirst("\\..*", ""));
            note(new Fact("JDK " + version.replaceFirst("\\..*", ""), version));
        }
        note(new Fact("pinning", stage.pinning().toString()));
        note(new Fact("flags", String.join(" ", Launch.FLAGS)));
        return this;
    }

    /** Adds the contenders on one JDK and their comparisons; {@code on} ends their names. */
    abstract void add(Stage stage, Path jdk, String on);

    final void compare(String contender, String baseline, Goal goal) {
        compare(new Comparison(contender, baseline, goal, MEASURES));
    }

    @Override
    public final String title() {
        return title;
    }

    @Override
    public final Picture picture() {
        return new Picture.Bars(MEASURES, "ms", false);
    }

    @Override
    public final void close() {
        stage.close();
    }
}
