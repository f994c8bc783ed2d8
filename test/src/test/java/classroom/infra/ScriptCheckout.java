package classroom.infra;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * A checkout of the project's scripts, with the least that they look for around them.
 *
 * @param root its folder
 */
record ScriptCheckout(Path root) {
    /** Lays the scripts, and a Maven that is a module of Node's. */
    static ScriptCheckout lay(Path root, String launcher, String maven) throws IOException {
        ScriptCheckout checkout = new ScriptCheckout(root);
        for (String script : List.of("build.mjs", "java.mjs", launcher)) {
            Files.copy(Project.ROOT.resolve(script), root.resolve(script), StandardCopyOption.REPLACE_EXISTING);
        }
        checkout.write("maven.mjs", maven);
        checkout.write("mvnw", "#!/bin/sh\nexec node maven.mjs \"$@\"\n");
        checkout.write("mvnw.cmd", "@node maven.mjs %*\r\n");
        checkout.write("pom.xml", "<project/>");
        checkout.write("package.json", "{\"devDependencies\": {\"aws-cdk\": \"1.2.3\"}}");
        checkout.write("node_modules/aws-cdk/package.json", "{\"version\": \"1.2.3\"}");
        checkout.write(
                "node_modules/.package-lock.json",
                "{\"packages\": {\"node_modules/aws-cdk\": {\"version\": \"1.2.3\"}}}");
        for (String module : List.of("functions", "asset", "template", "infra", "console", "cloud", "cli")) {
            checkout.write(module + "/pom.xml", "<project/>");
            checkout.write(module + "/src/main/Source.java", "class " + module);
        }
        return checkout;
    }

    void write(String path, String content) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
