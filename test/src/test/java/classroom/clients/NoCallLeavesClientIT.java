package classroom.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The class, its functions and AWS's own clients connect to this machine and to nothing else: no service of AWS, no name
 * server, no metadata of an instance.
 */
@Tag("clients")
class NoCallLeavesClientIT {
    @TempDir
    private static Path temporary;

    private static Connections ofTheClass;
    private static ClassProcess local;
    private static String queue;

    @BeforeAll
    static void start() throws Exception {
        ClassProcess.require("strace", "--version");
        ClassProcess.require("aws", "--version");
        ClassProcess.require("python3", "-c", "import boto3");
        ofTheClass = new Connections(temporary.resolve("class.txt"));
        local = ClassProcess.start(ofTheClass::watching);
        String query = "Stacks[0].Outputs[?OutputKey=='BooksFailuresQueueUrl'].OutputValue";
        queue = local.run(
                        Map.of(),
                        "aws",
                        "cloudformation",
                        "describe-stacks",
                        "--stack-name",
                        "Classroom",
                        "--query",
                        query,
                        "--output",
                        "text")
                .out()
                .strip()
                .replaceFirst(".*/", "");
    }

    @AfterAll
    static void stop() throws Exception {
        local.close();
        assertThat(ofTheClass.elsewhere()).as("connections of the class").isEmpty();
        assertThat(ofTheClass.onThisMachine()).as("of its functions").isPositive();
    }

    @Test
    void boto3_staysOnThisMachine() throws Exception {
        Path script = Path.of(
                NoCallLeavesClientIT.class.getResource("/clients/everyday.py").toURI());

        stays("python3", script.toString(), queue);
    }

    @Test
    void sdkForJavaScript_staysOnThisMachine() throws Exception {
        Path script = ClassProcess.root().resolve(Path.of("test", "src", "test", "js", "everyday.mjs"));

        stays("node", "--no-warnings", script.toString(), queue);
    }

    @Test
    void sdkForJava_staysOnThisMachine() throws Exception {
        stays(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("surefire.real.class.path", System.getProperty("java.class.path")),
                Everyday.class.getName(),
                queue);
    }

    /** In a script, as the class's shell starts it: AWS CLI 1 would ask AWS itself about queues. */
    @Test
    void awsCli_inAScript_staysOnThisMachine() throws Exception {
        stays("sh", "-c", """
                set -e
                url=$(aws sqs get-queue-url --queue-name %1$s --query QueueUrl --output text)
                aws sqs receive-message --queue-url "$url"
                aws sqs receive-message --queue-url "$url" --region sa-east-1
                aws dynamodb list-tables > '%2$s/tables.json'
                aws lambda invoke --function-name hello --payload '{"nome":"Ana","sobrenome":"Souza"}' '%2$s/out.json' > '%2$s/invoked.json'
                grep -q 'Oi Ana Souza' '%2$s/out.json'
                aws s3 mb s3://cli > '%2$s/made.txt'
                aws s3 cp --only-show-errors '%2$s/out.json' 's3://cli/a b/é'
                aws --region sa-east-1 s3 ls s3://cli/ > '%2$s/listed.txt'
                aws sts get-caller-identity > '%2$s/caller.json'
                echo as it must be
                """.formatted(queue, temporary));
    }

    @Test
    void watcher_seesACallThatLeaves() throws Exception {
        Connections connections = new Connections(temporary.resolve("leaving.txt"));

        // An address that is nobody's (RFC 5737); a datagram to it is not answered and not missed.
        local.run(Map.of(), connections.watching("python3", "-c", """
                import socket
                socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(("192.0.2.1", 53))
                """));

        assertThat(connections.elsewhere()).singleElement().asString().contains("192.0.2.1");
    }

    private static void stays(String... command) throws Exception {
        Connections connections =
                new Connections(temporary.resolve(Path.of(command[0]).getFileName() + ".txt"));

        ClassProcess.Result result = local.run(Map.of(), connections.watching(command));

        assertThat(result.out() + result.err()).isEqualTo("as it must be\n");
        assertThat(result.status()).isZero();
        assertThat(connections.elsewhere()).isEmpty();
        assertThat(connections.onThisMachine()).isPositive();
    }
}
