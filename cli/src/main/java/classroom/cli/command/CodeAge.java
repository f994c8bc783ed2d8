package classroom.cli.command;

import classroom.cli.client.Client;
import classroom.cli.client.Request;
import classroom.cli.synth.Home;
import classroom.cli.synth.Sources;
import classroom.cli.synth.Sources.Part;
import classroom.cloud.gateway.Gateway;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Whether a function of the running class runs older code than the sources in {@code functions/} are. */
final class CodeAge {
    private final Path root;
    private final Sources sources;

    CodeAge(Home home) {
        root = home.root();
        sources = new Sources(root);
    }

    /** A warning in a line; empty if the code is that of the sources, or nobody knows. */
    Optional<String> warning(Client client, String function) {
        String now = sources.digest(Part.ASSET);
        JsonNode status = client.get("lambda", Gateway.STATUS);
        if (status.has("sources")) {
            return now.equals(status.path("sources").asText())
                    ? Optional.empty()
                    : Optional.of("the class runs older code than functions/ has: the terminal of up says why");
        }
        JsonNode running = client.get("lambda", "/2015-03-31/functions/" + Request.encode(function) + "/configuration");
        String handler = running.path("Handler").asText().replaceFirst("::.*", "");
        Path source = root.resolve(Path.of("functions", "src", "main", "java", handler.replace('.', '/') + ".java"));
        boolean current = now.equals(sources.built(Part.ASSET))
                && sources.asset()
                        .map(running.path("CodeSha256").asText()::equals)
                        .orElse(true);
        return current || !Files.exists(source)
                ? Optional.empty()
                : Optional.of("the class runs older code than functions/ has: end it and start it again, or start it"
                        + " with --watch");
    }
}
