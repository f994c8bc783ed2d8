package classroom.cloud;

import classroom.cli.command.Program;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipOutputStream;

/** A cloud assembly with little in it: a table, hello, a stream function, a queue; the code is the real asset. */
public final class SmallAssembly {
    public static final String LAST = "\"Ignored\": {\"Type\": \"AWS::SNS::Topic\"}";

    private SmallAssembly() {}

    /** Writes it. */
    public static Path write(Path folder) throws IOException {
        return write(folder, LAST);
    }

    /** Writes it with another last resource. */
    public static Path write(Path folder, String lastResource) throws IOException {
        return write(folder, lastResource, Program.ROOT.resolve(Path.of("asset", "target", "functions-lambda.jar")));
    }

    /** An archive with nothing in it, for functions that are not called. */
    public static Path noCode(Path folder) throws IOException {
        Path code = folder.resolve("code.jar");
        new ZipOutputStream(Files.newOutputStream(code)).close();
        return code;
    }

    /** Writes it with other code. */
    public static Path write(Path folder, String lastResource, Path code) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("manifest.json"), """
                {"artifacts": {
                  "Small": {"type": "aws:cloudformation:stack", "dependencies": ["Small.assets"],
                    "properties": {"templateFile": "small.template.json", "tags": {"class": "classroom"}}},
                  "Small.assets": {"type": "cdk:asset-manifest", "properties": {"file": "small.assets.json"}}}}
                """);
        Files.writeString(folder.resolve("small.assets.json"), """
                {"files": {"code": {"source": {"path": "%s", "packaging": "file"}, "destinations": {"here": {
                  "bucketName": "assets-${AWS::AccountId}-${AWS::Region}", "objectKey": "code.jar"}}}}}
                """.formatted(
                        code.toString().replace("\\", "\\\\")));
        try (var template = SmallAssembly.class.getResourceAsStream("small.template.json")) {
            String text = new String(template.readAllBytes(), StandardCharsets.UTF_8);
            Files.writeString(folder.resolve("small.template.json"), text.replace(LAST, lastResource));
        }
        return folder;
    }
}
