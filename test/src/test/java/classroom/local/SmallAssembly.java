package classroom.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A cloud assembly with little in it: a table, hello, a stream function, a queue; the code is the real asset. */
final class SmallAssembly {
    private static final String LAST = "\"Ignored\": {\"Type\": \"AWS::Odd::Thing\"}";

    private SmallAssembly() {}

    /** Writes it. */
    static Path write(Path folder) throws IOException {
        return write(folder, LAST);
    }

    /** Writes it with another last resource. */
    static Path write(Path folder, String lastResource) throws IOException {
        Files.createDirectories(folder);
        Path code = Program.ROOT.resolve(Path.of("functions", "target", "functions-lambda.jar"));
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
            String text = new String(template.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            Files.writeString(folder.resolve("small.template.json"), text.replace(LAST, lastResource));
        }
        return folder;
    }
}
