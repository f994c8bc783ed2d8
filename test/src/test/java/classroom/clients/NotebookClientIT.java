package classroom.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The course's notebook, with boto3. */
@Tag("clients")
class NotebookClientIT {
    /**
     * The steps of AWS's "getting started with Lambda", with boto3: each is refused at once, in a sentence that names
     * the way.
     */
    @Test
    void tutorial_isToldTheWay() throws Exception {
        Path script = Path.of(
                NotebookClientIT.class.getResource("/clients/tutorial.py").toURI());
        try (ClassProcess local = ClassProcess.start()) {
            ClassProcess.Result tutorial = local.run(Map.of(), "python3", script.toString());

            assertThat(tutorial.status()).as(tutorial.out() + tutorial.err()).isZero();
            assertThat(tutorial.out()).endsWith("all are told the way\n");
        }
    }

    @Test
    void notebook_unchanged_runsAgainstTheClass() throws Exception {
        ClassProcess.require("python3", "-c", "import boto3; print(boto3.__version__)");
        Path script = Path.of(
                NotebookClientIT.class.getResource("/clients/notebook.py").toURI());
        Path books = ClassProcess.root().resolve(Path.of("functions", "src", "main", "resources", "books.json"));
        try (ClassProcess local = ClassProcess.start()) {

            ClassProcess.Result notebook = local.run(Map.of(), "python3", script.toString(), books.toString());

            assertThat(notebook.status()).as(notebook.out() + notebook.err()).isZero();
            assertThat(notebook.out()).endsWith("all as in the lessons\n");

            // The local class continues without its table.
            ClassProcess.Result tables = local.run(
                    Map.of(),
                    "python3",
                    "-c",
                    "import boto3, os; print(boto3.client('dynamodb', endpoint_url=os.environ['AWS_ENDPOINT_URL'])"
                            + ".list_tables()['TableNames'])");
            assertThat(tables.out()).contains("account").doesNotContain("'books'");
        }
    }
}
