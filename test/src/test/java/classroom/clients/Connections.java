package classroom.clients;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Watches where a program and all that it starts connect or send to, by {@code strace}: datagrams, such as questions to
 * a name server, too.
 */
record Connections(Path record) {
    private static final Pattern LOOPBACK = Pattern.compile("inet_addr\\(\"127\\.|\"::1\"|\"::ffff:127\\.");

    /** The command line that runs {@code command} and is watched. */
    String[] watching(String... command) {
        List<String> watched = new ArrayList<>(List.of(
                "strace",
                "-D", // The program is the process that is started, and gets its signals.
                "--follow-forks",
                "--seccomp-bpf", // Other calls are not slowed down.
                "--trace=connect,sendto,sendmsg,sendmmsg",
                "--output=" + record));
        watched.addAll(List.of(command));
        return watched.toArray(String[]::new);
    }

    /** How many connections to this machine were seen: none means that nothing was watched. */
    long onThisMachine() throws IOException {
        try (Stream<String> calls = calls()) {
            return calls.filter(LOOPBACK.asPredicate()).count();
        }
    }

    /** The calls that name an address elsewhere. */
    List<String> elsewhere() throws IOException {
        try (Stream<String> calls = calls()) {
            return calls.filter(LOOPBACK.asPredicate().negate()).toList();
        }
    }

    private Stream<String> calls() throws IOException {
        return Files.lines(record).filter(line -> line.contains("sa_family=AF_INET"));
    }
}
