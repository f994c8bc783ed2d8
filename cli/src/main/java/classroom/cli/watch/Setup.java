package classroom.cli.watch;

import classroom.cli.synth.Home;
import classroom.cloud.Cloud;
import classroom.cloud.cloudformation.engine.Deployment;
import classroom.template.assembly.CloudAssembly;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * What is watched, and for which class.
 *
 * @param home the project's folder
 * @param cloud the running class
 * @param assembly what is deployed in it
 * @param context the context options of the synth
 * @param given gives an assembly the parameters of the command line
 * @param leftOut is told of a deployment whose left-out parts a user must know of
 * @param console gets what the user must know
 */
public record Setup(
        Home home,
        Cloud cloud,
        CloudAssembly assembly,
        List<String> context,
        UnaryOperator<CloudAssembly> given,
        Consumer<Deployment> leftOut,
        Consumer<String> console) {
    /** This setup, whose class also says what the user must know: the last of it in its status. */
    Setup told() {
        Consumer<String> both = line -> {
            console.accept(line);
            cloud.tell("watch", line);
        };
        return new Setup(home, cloud, assembly, context, given, leftOut, both);
    }

    /** A folder of the class's own, which ends with it. */
    Path folder() {
        return cloud.folder().resolve("edited");
    }
}
