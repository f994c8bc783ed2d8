package classroom.cloud;

import classroom.cli.client.Client;
import classroom.cloud.cloudformation.engine.Deployment;
import classroom.cloud.identity.Identities;
import classroom.template.assembly.CloudAssembly;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A test with an empty local class of its own, and a small stack to deploy into it. */
public abstract class SmallClass {
    /** The folder of the assembly. */
    @TempDir
    protected Path folder;

    protected Cloud local;
    protected Client client;

    @BeforeEach
    protected final void start() {
        local = Cloud.start(0, line -> {});
        client = new Client(local.port(), Cloud.REGION, Identities.TEACHER);
    }

    @AfterEach
    protected final void stop() {
        local.close();
    }

    /** Writes the small stack with this as its last resources. */
    protected final void lay(String lastResources) throws IOException {
        SmallAssembly.write(folder, lastResources, SmallAssembly.noCode(folder));
    }

    protected final Deployment deploy(String lastResources) throws IOException {
        lay(lastResources);
        return deployWhatIsThere();
    }

    protected final Deployment deployWhatIsThere() {
        return local.deploy(CloudAssembly.read(folder, Cloud.ENVIRONMENT)).get("Small");
    }
}
