package classroom.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.cloud.Cloud;
import classroom.cloud.SmallAssembly;
import classroom.template.assembly.CloudAssembly;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code logs} of functions that have logged nothing, as a process: the log alone is on standard output. */
class LogsIT {
    /** It may do nothing, so it cannot even log. */
    private static final String MUTE = """
            "Mute": {"Type": "AWS::Lambda::Function", "Properties": {"FunctionName": "mute", "Runtime": "java25",
              "Code": {"S3Bucket": {"Fn::Sub": "assets-${AWS::AccountId}-${AWS::Region}"}, "S3Key": "code.jar"},
              "Handler": "classroom.hello.Hello", "MemorySize": 512, "Timeout": 10,
              "Role": {"Fn::GetAtt": ["MuteRole", "Arn"]}}},
            "MuteRole": {"Type": "AWS::IAM::Role", "Properties": {
              "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
                "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}]}}}
            """;

    @TempDir
    private static Path folder;

    private static Cloud local;
    private static String port;

    @BeforeAll
    static void start() throws Exception {
        local = Cloud.start(0, line -> {});
        local.deploy(CloudAssembly.read(SmallAssembly.write(folder.resolve("app"), MUTE), Cloud.ENVIRONMENT));
        port = Integer.toString(local.port());
    }

    @AfterAll
    static void stop() {
        local.close();
    }

    @Test
    void functionThatNobodyHasCalled_saysSoAndWhatToType() throws Exception {
        assertThat(logs("hello", Map.of()))
                .isEqualTo(new Program.Apart(
                        0,
                        "",
                        "hello has logged nothing: nobody has called it since the class began, or its log was deleted."
                                + " Try ./classroom invoke hello '{}' --port " + port + "\n"));
        assertThat(logs("hello", Map.of("CLASSROOM_LANG", "pt-BR")).err())
                .startsWith("hello não registrou nada: ninguém a chamou");
    }

    @Test
    void functionWhoseRoleMayNotLog_saysWhichActionIsRefused() throws Exception {
        Program.run(folder, "invoke", "mute", "{\"nome\": \"Ana\", \"sobrenome\": \"Souza\"}", "--port", port);

        assertThat(logs("mute", Map.of()))
                .isEqualTo(new Program.Apart(
                        0,
                        "",
                        "mute has logged nothing: its role may not logs:CreateLogGroup, so its lines are lost, as on"
                                + " AWS. See ./classroom access mute --port " + port + "\n"));
    }

    @Test
    void functionThatIsNotThere_isOneLineWithTheNearestNameAndTheList() throws Exception {
        Program.Apart wrong = logs("mutte", Map.of());

        assertThat(wrong.status()).isEqualTo(2);
        assertThat(wrong.out()).isEmpty();
        assertThat(wrong.err())
                .matches("classroom: there is no function mutte: did you mean mute\\? \\(there are "
                        + "Small-OnChange-\\w+, hello, mute\\)\\. See ./classroom logs --help\n");
        assertThat(Program.run(folder, "access", "zzz", "--port", port).output())
                .matches("classroom: there is no function zzz \\(there are Small-OnChange-\\w+, hello, mute\\)\\."
                        + " See ./classroom access --help");
        assertThat(Program.run(folder, "access", "--explain", "helo", "a:B", "*", "--port", port)
                        .output())
                .startsWith("classroom: there is no function helo: did you mean hello? (there are ");
    }

    private static Program.Apart logs(String function, Map<String, String> environment) throws Exception {
        return Program.runApart(folder, environment, "logs", function, "--port", port);
    }
}
