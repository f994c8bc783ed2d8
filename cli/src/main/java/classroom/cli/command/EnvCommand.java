package classroom.cli.command;

import classroom.cli.option.Help;
import classroom.cli.option.Names;
import classroom.cli.option.RunningClass;
import classroom.cli.synth.Environment;
import classroom.cli.synth.Home;
import classroom.cli.terminal.CommandException;
import classroom.cloud.Cloud;
import classroom.cloud.access.AccessApi;
import classroom.cloud.identity.Identities;
import classroom.template.language.Texts;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code env}: prints the variables with which a shell, and every AWS client in it, uses only the local class.
 *
 * <p>The class's own {@code AWS_CONFIG_FILE} makes CLI v2 take {@code --payload '{…}'} as CLI v1 does; the empty
 * credentials file keeps the user's profiles out.
 */
@Command(
        name = "env",
        description = "Prints shell exports that point any AWS client at the class.",
        footer = {
            "",
            "To use it in sh, bash or zsh:   eval \"$(./classroom env)\"",
            "in PowerShell:                  .\\classroom env | Out-String | Invoke-Expression",
            "",
            "The class need not be running yet, except for --as, which follows AWS_ENDPOINT_URL.",
            "Open a new terminal to get the old environment back."
        })
public final class EnvCommand implements Callable<Integer> {
    private static final String ENDPOINT = "AWS_ENDPOINT_URL";

    /** The class refuses it. */
    private static final Map<String, String> NOBODY =
            Map.of("AWS_ACCESS_KEY_ID", "nobody", "AWS_SECRET_ACCESS_KEY", "nobody");

    /**
     * An AWS CLI that heeds the endpoint, in scripts too: for SQS, version 1 goes to AWS's own address unless it is
     * given the option, and Debian's 2.9 is older than {@code AWS_ENDPOINT_URL}.
     */
    private static final String AWS = """
            #!/bin/sh
            set -f
            others=
            IFS=:
            for folder in $PATH; do [ "$folder" = "${0%/*}" ] || others=$others:$folder; done
            unset IFS
            PATH=${others#:}
            exec aws ${AWS_ENDPOINT_URL:+--endpoint-url "$AWS_ENDPOINT_URL"} "$@"
            """;

    @Mixin
    private Help help;

    @Mixin
    private RunningClass running;

    @Option(
            names = "--shell",
            paramLabel = "SHELL",
            description = "For which shell: ${COMPLETION-CANDIDATES}. Default: sh, on Windows powershell.")
    private Shell shell = Shell.usual();

    @Option(
            names = "--as",
            paramLabel = "FUNCTION",
            completionCandidates = Names.Functions.class,
            description = "The identity of a function of the running class, to try by hand what its role may do.")
    private String function;

    @Override
    public Integer call() {
        Path folder = Home.find().target().resolve("aws");
        Path config = write(folder.resolve("config"), config());
        Path credentials = write(folder.resolve("credentials"), "");
        Path programs = folder.resolve("bin");
        write(programs.resolve("aws"), AWS).toFile().setExecutable(true);
        Map<String, String> set = variables(config, credentials);
        Map<String, String> present = System.getenv();
        PrintStream out = System.out;
        try {
            if (function != null) {
                // eval runs the printed lines: after them the shell must not be the teacher, and not the user on AWS.
                set.putAll(NOBODY);
                set.put(ENDPOINT, "http://127.0.0.1:" + running.port());
                set.putAll(identityOf(function));
            }
        } finally {
            Environment.unwanted(present, set.keySet()).forEach(name -> out.println(shell.unset(name)));
            set.putAll(Environment.withoutProxy(present));
            set.forEach((name, value) -> out.println(shell.set(name, value)));
            shell.first(programs).ifPresent(out::println);
        }
        out.println(shell.usage("./classroom env" + (function == null ? "" : " --as " + function) + running.option()));
        return 0;
    }

    private Map<String, String> variables(Path config, Path credentials) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put(ENDPOINT, "http://127.0.0.1:" + running.portUnasked());
        variables.put("AWS_REGION", Cloud.REGION);
        variables.put("AWS_DEFAULT_REGION", Cloud.REGION);
        variables.put("AWS_ACCESS_KEY_ID", Identities.TEACHER);
        variables.put("AWS_SECRET_ACCESS_KEY", "classroom");
        variables.put("AWS_CONFIG_FILE", config.toString());
        variables.put("AWS_SHARED_CREDENTIALS_FILE", credentials.toString());
        variables.put("AWS_EC2_METADATA_DISABLED", "true");
        return variables;
    }

    private Map<String, String> identityOf(String name) {
        JsonNode key = running.asking(
                name,
                () -> running.client()
                        .call(
                                AccessApi.SIGNING_NAME,
                                AccessApi.SIGNING_NAME + ".AssumeFunction",
                                JsonNodeFactory.instance.objectNode().put("FunctionName", name)));
        return Map.of(
                "AWS_ACCESS_KEY_ID", key.path("AccessKeyId").asText(),
                "AWS_SECRET_ACCESS_KEY", key.path("SecretAccessKey").asText(),
                "AWS_SESSION_TOKEN", key.path("SessionToken").asText());
    }

    private static String config() {
        return """
                [default]
                region = %s
                cli_binary_format = raw-in-base64-out
                cli_pager =
                """.formatted(Cloud.REGION);
    }

    /** Written whole or not at all: another shell may be reading it. */
    private static Path write(Path file, String content) {
        try {
            if (!Files.exists(file) || !Files.readString(file).equals(content)) {
                Files.createDirectories(file.getParent());
                Path draft = Files.createTempFile(file.getParent(), "draft", null);
                Files.writeString(draft, content);
                Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
            }
            return file;
        } catch (IOException e) {
            throw new CommandException(Texts.of("%s cannot be written: make that folder writable", file));
        }
    }
}
