package classroom.bench.running;

import classroom.cloud.Cloud;
import classroom.template.assembly.CloudAssembly;
import java.io.IOException;
import java.nio.file.Path;

/** The process of a {@link RunningClass}: {@code ./classroom up} with a second port. The end of its input ends it. */
final class Serve {
    private Serve() {}

    /** @param folders of the cloud assemblies that the class consists of */
    public static void main(String[] folders) throws IOException {
        try (Cloud local = Cloud.start(0, System.err::println)) {
            for (String folder : folders) {
                local.deploy(CloudAssembly.read(Path.of(folder), Cloud.ENVIRONMENT));
            }
            System.out.println(local.port() + " " + local.serveDatabase());
            System.in.read();
        }
    }
}
