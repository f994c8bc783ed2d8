package classroom.cli;

import classroom.cli.synth.Home;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.IVersionProvider;

/** The versions of the tool and of what it runs with, from the class path and {@code package.json}. */
final class Versions implements IVersionProvider {
    private static final String UNKNOWN = "?";

    @Override
    public String[] getVersion() {
        return new String[] {
            "classroom " + jar("template"),
            "Java " + System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ")",
            "DynamoDB Local " + jar("DynamoDBLocal"),
            "AWS CDK CLI " + cdk()
        };
    }

    private static String jar(String name) {
        Pattern pattern = Pattern.compile(Pattern.quote(name) + "-([0-9].*)\\.jar");
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Matcher jar = pattern.matcher(Path.of(entry).getFileName().toString());
            if (jar.matches()) {
                return jar.group(1);
            }
        }
        return UNKNOWN;
    }

    private static String cdk() {
        try {
            return new ObjectMapper()
                    .readTree(Files.readAllBytes(Home.find().root().resolve("package.json")))
                    .at("/devDependencies/aws-cdk")
                    .asText(UNKNOWN);
        } catch (IOException e) {
            return UNKNOWN;
        }
    }
}
