package classroom.cloud.lambda.environment;

import classroom.cloud.host.ClassData;
import classroom.cloud.host.Utf8Locale;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How the process of one environment is started: with Lambda's options and variables, and with nothing of the
 * teacher's.
 */
final class ProcessStart {
    private final Deployment deployment;
    private final Function function;
    private final Place place;
    private final Path folder;
    private Archive archive;
    private Archive.Launch launch;

    /** @param folder the environment's own, which bears its key as its name */
    ProcessStart(Deployment deployment, Place place, Path folder) {
        this.deployment = deployment;
        this.function = deployment.function();
        this.place = place;
        this.folder = folder;
    }

    /** The command, its folder and its variables; makes the folders that the process finds. */
    ProcessBuilder prepare(Credentials credentials, String logStream) throws IOException {
        Path home = Files.createDirectory(folder.resolve("home"));
        Path tmp = Files.createDirectory(folder.resolve("tmp"));
        Path task = deployment.root().orElse(Files.createDirectory(folder.resolve("task")));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // As Lambda starts its Java runtimes: 85 % of the memory is heap, C1 only, serial collector.
        command.add("-XX:MaxHeapSize=" + function.memoryMb() * 1024L * 85 / 100 + "k");
        command.add("-XX:+UseSerialGC");
        command.add("-XX:TieredStopAtLevel=1");
        command.add("-Xshare:auto");
        command.add("-Djava.net.preferIPv4Stack=true");
        // The settings of a Lambda machine: encoding, language, time zone, and no folder of the teacher.
        command.add("-Dfile.encoding=UTF-8");
        command.add("-Duser.language=en");
        command.add("-Duser.country=US");
        command.add("-Duser.timezone=UTC");
        command.add("-Duser.home=" + home);
        command.add("-Djava.io.tmpdir=" + tmp);
        if (deployment.isSnapStarted()) {
            // As on Lambda: org.crac finds the hooks of the runtime by it.
            command.add("-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac");
        }
        // Or each process leaves a file in the machine's temporary folder.
        command.add("-XX:-UsePerfData");
        archive = place.archives().of(deployment.classPath());
        launch = archive.launch(function.handler(), classList());
        command.addAll(launch.options());
        command.add("-cp");
        command.add(ClassData.join(launch.classPath()));
        command.add("classroom.cloud.lambda.runtime.Bootstrap");
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.directory(task.toFile());
        builder.redirectErrorStream(true);
        Map<String, String> variables = builder.environment();
        String systemRoot = variables.get("SystemRoot");
        variables.clear();
        if (File.separatorChar == '\\' && systemRoot != null) {
            // Without it a Windows process has no sockets; there the SDK takes USERPROFILE for HOME.
            variables.put("SystemRoot", systemRoot);
            variables.put("USERPROFILE", home.toString());
        }
        variables.put("HOME", home.toString());
        variables.put("LANG", "en_US.UTF-8");
        variables.put("PATH", "/usr/local/bin:/usr/bin:/bin");
        variables.put("TZ", ":UTC");
        variables.putAll(function.environment());
        Utf8Locale.choose(variables);
        variables.putAll(reserved(task, logStream));
        variables.putAll(credentials.variables(url()));
        return builder;
    }

    /** After the process has answered, takes the list of its loaded classes, so that the next one starts faster. */
    void learn() {
        archive.learn(launch, function.handler(), classList());
    }

    private Path classList() {
        return folder.resolve("classes.lst");
    }

    /** What Lambda sets and a function cannot change ("Defined runtime environment variables"), and the endpoint. */
    private Map<String, String> reserved(Path task, String logStream) {
        Map<String, String> variables = new HashMap<>();
        variables.put("AWS_DEFAULT_REGION", place.region());
        variables.put("AWS_REGION", place.region());
        variables.put("AWS_ENDPOINT_URL", place.endpoint().get().toString());
        variables.put("AWS_EXECUTION_ENV", "AWS_Lambda_" + function.runtime());
        variables.put("AWS_LAMBDA_FUNCTION_NAME", function.name());
        variables.put("AWS_LAMBDA_FUNCTION_VERSION", deployment.version());
        variables.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(function.memoryMb()));
        variables.put("AWS_LAMBDA_INITIALIZATION_TYPE", deployment.isSnapStarted() ? "snap-start" : "on-demand");
        variables.put("AWS_LAMBDA_LOG_GROUP_NAME", function.logGroup());
        variables.put("AWS_LAMBDA_LOG_STREAM_NAME", logStream);
        variables.put("AWS_LAMBDA_RUNTIME_API", url().substring(url().indexOf("//") + 2));
        variables.put("LAMBDA_TASK_ROOT", task.toString());
        variables.put("_HANDLER", function.handler());
        return variables;
    }

    /** The URL of the environment. */
    private String url() {
        return place.endpoint().get() + Functions.RUNTIME_PREFIX + folder.getFileName();
    }
}
