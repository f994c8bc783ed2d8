package classroom.cli.review;

import classroom.cli.terminal.CommandException;
import classroom.cloud.host.Child;
import classroom.cloud.host.ProcessTree;
import classroom.template.language.Texts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The git checkout that the project's folder is in. */
final class Repository {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Path folder;

    /** @param folder the project's, which need not be the checkout's own */
    Repository(Path folder) {
        this.folder = folder;
    }

    /**
     * Returns the commit with a name.
     *
     * @throws CommandException if there is none; the message says a possible reason
     */
    String commit(String name) {
        if (git("rev-parse", "--git-dir").status() != 0) {
            throw new CommandException(
                    Texts.of("%s is not a git checkout (or git is missing): BASE is a commit of one", folder));
        }
        Child.Outcome found = git("rev-parse", "--verify", "--quiet", "--end-of-options", name + "^{commit}");
        if (found.status() != 0) {
            boolean shallow =
                    git("rev-parse", "--is-shallow-repository").output().equals("true");
            throw new CommandException(
                    shallow
                            ? Texts.of(
                                    "there is no commit %s here: the clone is shallow, run git fetch --unshallow (in"
                                            + " GitHub Actions: fetch-depth: 0)",
                                    name)
                            : Texts.of("there is no commit %s here: check its name, or run git fetch", name));
        }
        return found.output();
    }

    /** Returns the tree of the project's folder in a commit: two commits with the same tree are the same class. */
    String tree(String commit) {
        Child.Outcome tree = git("rev-parse", "--verify", "--quiet", commit + ":./");
        if (tree.status() != 0) {
            throw new CommandException(Texts.of("commit %s does not have the folder %s", commit, folder));
        }
        return tree.output();
    }

    /** The commit that is checked out, shortened, and whether there are changes upon it. */
    Optional<String> head() {
        Child.Outcome head = git("rev-parse", "--short", "HEAD");
        if (head.status() != 0) {
            return Optional.empty();
        }
        boolean changed = !git("status", "--porcelain").output().isEmpty();
        return Optional.of(changed ? Texts.of("%s with uncommitted changes", head.output()) : head.output());
    }

    /** A commit in a separate folder, until it is closed or the command ends. */
    Worktree checkOut(String commit, Path where) {
        git("worktree", "prune");
        Worktree worktree = new Worktree(where);
        Child.Outcome added = git("worktree", "add", "--detach", "--force", where.toString(), commit);
        if (added.status() != 0) {
            worktree.close();
            throw new CommandException(Texts.of(
                    "cannot check %s out into %s: %s",
                    commit,
                    where,
                    added.output().lines().reduce((first, last) -> last).orElse("")));
        }
        return worktree;
    }

    private Child.Outcome git(String... arguments) {
        try {
            return Child.run(builder(arguments));
        } catch (IOException e) {
            return new Child.Outcome(127, e.getMessage());
        }
    }

    private ProcessBuilder builder(String... arguments) {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        // A git hook sets these variables, and they would lead to another checkout.
        builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
        return builder;
    }

    /** A checked-out commit. */
    final class Worktree implements AutoCloseable {
        private final Path where;
        private final Path folder;
        private final Thread atTheEnd = new Thread(this::removeAtTheEnd, "worktree");

        private Worktree(Path where) {
            this.where = where;
            String inside = git("rev-parse", "--show-prefix").output();
            this.folder = inside.isEmpty() ? where : where.resolve(inside);
            Runtime.getRuntime().addShutdownHook(atTheEnd);
        }

        /** The project's folder in it. */
        Path folder() {
            return folder;
        }

        @Override
        public void close() {
            try {
                Runtime.getRuntime().removeShutdownHook(atTheEnd);
            } catch (IllegalStateException e) {
                return; // It runs.
            }
            remove();
        }

        /** A build that is still writing would leave files behind. */
        private void removeAtTheEnd() {
            ProcessTree running = new ProcessTree("");
            ProcessHandle.current().children().forEach(running::with);
            running.terminate(PATIENCE);
            remove();
        }

        private void remove() {
            try {
                // It may be a link to the checkout's own.
                Path modules = folder.resolve("node_modules");
                if (Files.isSymbolicLink(modules)) {
                    Files.delete(modules);
                }
                builder("worktree", "remove", "--force", "--force", where.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor();
            } catch (IOException e) {
                System.err.println(
                        Texts.of("classroom: %s is left over: git worktree remove --force %s", where, where));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
