package classroom.cli.command;

import classroom.cli.client.Client;
import classroom.cli.client.Loopback;
import classroom.cli.option.Port;
import classroom.cloud.Cloud;
import classroom.cloud.identity.Identities;
import classroom.template.language.Texts;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What listens on a port that is taken: another class says so itself; of another program Linux tells the name, to its
 * own user.
 */
final class Listener {
    private static final Path PROC = Path.of("/proc");

    private final int port;

    private Listener(int port) {
        this.port = port;
    }

    static Listener on(int port) {
        return new Listener(port);
    }

    /** Who has the port, and the way out. */
    String words() {
        Loopback wire = new Loopback(port, Cloud.REGION, Identities.TEACHER);
        if (wire.isClass()) {
            JsonNode other = RunningControl.describe(new Client(wire));
            return Texts.of(
                    "port %d has a class already (process %s, started in %s): use it, end it with %s, or start another"
                            + " with --port N, 0 for a free one",
                    port,
                    other.path("pid").asText(),
                    other.path("home").asText(),
                    "./classroom stop" + Port.option(port));
        }
        return program()
                .map(program -> Texts.of(
                        "port %d is in use by %s: stop it, or take another with --port N, 0 for a free one",
                        port, program))
                .orElseGet(() -> Texts.of(
                        "port %d is in use by another program: stop it, or take another with --port N, 0 for a free"
                                + " one",
                        port));
    }

    private Optional<String> program() {
        try {
            Set<String> sockets = new HashSet<>();
            for (String table : List.of("tcp", "tcp6")) {
                Path file = PROC.resolve("net").resolve(table);
                if (Files.isReadable(file)) {
                    Files.readAllLines(file).forEach(line -> inode(line).ifPresent(sockets::add));
                }
            }
            return sockets.isEmpty() ? Optional.empty() : owner(sockets);
        } catch (IOException e) {
            return Optional.empty(); // It is only a help: the port is taken all the same.
        }
    }

    /** Columns of /proc/net/tcp ("proc_pid_net(5)"): local address and port in hexadecimal, state 0A is LISTEN. */
    private Optional<String> inode(String line) {
        String[] columns = line.strip().split("\\s+");
        boolean here =
                columns.length > 9 && columns[1].endsWith(String.format(":%04X", port)) && columns[3].equals("0A");
        return here ? Optional.of("socket:[" + columns[9] + "]") : Optional.empty();
    }

    private static Optional<String> owner(Set<String> sockets) {
        return ProcessHandle.allProcesses()
                .filter(process -> holds(process.pid(), sockets))
                .findFirst()
                .map(process -> process.info()
                                .command()
                                .map(command -> Path.of(command).getFileName().toString())
                                .orElse("?")
                        + " (" + Texts.of("process %d", process.pid()) + ")");
    }

    private static boolean holds(long pid, Set<String> sockets) {
        try (Stream<Path> files = Files.list(PROC.resolve(Long.toString(pid)).resolve("fd"))) {
            return files.anyMatch(file -> isLinkTo(file, sockets));
        } catch (IOException e) {
            return false; // Another user's, or it has ended.
        }
    }

    private static boolean isLinkTo(Path file, Set<String> sockets) {
        try {
            return sockets.contains(Files.readSymbolicLink(file).toString());
        } catch (IOException e) {
            return false; // Closed meanwhile.
        }
    }
}
