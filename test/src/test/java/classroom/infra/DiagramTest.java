package classroom.infra;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.Documents;
import classroom.Permission;
import classroom.cli.diagram.Picture;
import classroom.cloud.Cloud;
import classroom.template.assembly.CloudAssembly;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The picture of the class: the committed one shows exactly the template. */
class DiagramTest {
    @TempDir
    private Path folder;

    @Test
    void committedPicture_isThatOfTheTemplate() throws IOException {
        Documents.assertSame(
                "docs/architecture.svg: run ./classroom diagram docs/architecture.svg, and look at it",
                Files.readString(Project.ROOT.resolve("docs/architecture.svg")),
                picture(Map.of()));
    }

    @Test
    void twoSyntheses_haveOnePicture() {
        Documents.assertSame(
                "cli/diagram: a picture must depend on nothing but the template",
                picture(Synthesis.anew(withPaths(Map.of())).assembly()),
                picture(Map.of()));
    }

    /** The matrix that was reviewed by hand knows nothing of the picture. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyReviewedPermission_isSaid(boolean snapStart) throws Exception {
        List<String> lines = description(picture(snapStart ? Map.of("snapStart", true) : Map.of()))
                .lines()
                .toList();

        for (Permission permission : Permission.reviewed()) {
            String action = permission.action().replaceFirst(".*:", "");
            String log = "log-group:/aws/lambda/" + permission.function() + ":*";
            if (permission.resource().equals(log)) {
                isSaid(permission, lines, line -> line.contains("each function's log group") && line.contains(action));
                continue;
            }
            String[] path = permission.resource().split("/");
            String where = path.length == 1
                    ? "queue " + path[0]
                    : path.length == 2
                            ? "table " + path[1]
                            : path[2].equals("stream") ? "stream " + path[1] : "index " + path[3] + " of " + path[1];
            String ends = "function " + permission.function();
            isSaid(
                    permission,
                    lines,
                    line -> line.toLowerCase(Locale.ROOT).startsWith(ends)
                                    && line.contains(where + ": ")
                                    && said(line, action)
                            || line.startsWith("Stream ")
                                    && ("s" + line.substring(1)).startsWith(where)
                                    && line.contains(ends + ": ")
                                    && said(line, action));
        }
        assertThat(lines).noneMatch(line -> line.contains("not of this class"));
        assertThat(lines)
                .contains("Stream books calls function books-changes: DescribeStream, GetRecords, GetShardIterator,"
                        + " ListStreams (event source mapping: batches of 10, 2 retries, bisected).");
    }

    /** GitHub shows no picture that runs or fetches anything as it should be; and without a style it must be readable. */
    @Test
    void picture_runsAndFetchesNothing() throws Exception {
        String picture = picture(Map.of());
        Document document = parsed(picture);

        for (String name : List.of("script", "image", "use", "foreignObject", "a", "iframe", "animate")) {
            assertThat(document.getElementsByTagName(name).getLength()).as(name).isZero();
        }
        assertThat(picture.replace("url(#head)", "").replace("xmlns=\"http://www.w3.org/2000/svg\"", ""))
                .doesNotContain("url(", "http", "@import", "@font-face", "href")
                .doesNotContainPattern(" on\\w+=");
        assertThat(picture).contains("prefers-color-scheme:dark");
    }

    @Test
    void boxesOfTheClass_lieBesideEachOther_andArrowsAreStraight() throws Exception {
        String picture = picture(Map.of());
        List<int[]> boxes = new ArrayList<>();
        NodeList rectangles = parsed(picture).getElementsByTagName("rect");
        for (int i = 0; i < rectangles.getLength(); i++) {
            Element rectangle = (Element) rectangles.item(i);
            if (!List.of("page", "band").contains(rectangle.getAttribute("class"))) {
                int x = number(rectangle, "x");
                int y = number(rectangle, "y");
                boxes.add(new int[] {x, y, x + number(rectangle, "width"), y + number(rectangle, "height")});
            }
        }
        assertThat(boxes).hasSizeGreaterThan(15);
        for (int[] one : boxes) {
            for (int[] other : boxes) {
                boolean apart = one[2] <= other[0] || other[2] <= one[0] || one[3] <= other[1] || other[3] <= one[1];
                assertThat(one == other || apart).as("%s and %s", one, other).isTrue();
            }
        }
        assertThat(picture).doesNotContain("…").containsPattern("d=\"M\\d+ \\d+H\\d+\"");
        assertThat(picture.lines().filter(line -> line.contains("class=\"arrow\"")))
                .allMatch(line -> line.matches(".* d=\"M\\d+ \\d+H\\d+\"/>"));
    }

    @Test
    void whatIsNotLikeTheClass_isSaidAllTheSame() throws Exception {
        Path assembly = lay("""
                {"Resources": {
                  "T": {"Type": "AWS::DynamoDB::Table", "Metadata": {"aws:cdk:path": "S/Tables/T/Resource"},
                    "Properties": {"TableName": "a<b", "BillingMode": "PAY_PER_REQUEST",
                      "KeySchema": [{"AttributeName": "k", "KeyType": "HASH"}],
                      "AttributeDefinitions": [{"AttributeName": "k", "AttributeType": "B"}]}},
                  "R": {"Type": "AWS::IAM::Role", "Properties": {"ManagedPolicyArns": ["arn:aws:iam::aws:policy/Big"],
                    "Policies": [{"PolicyName": "p", "PolicyDocument": {"Version": "2012-10-17", "Statement": [
                      {"Effect": "Allow", "Action": "dynamodb:*", "Resource": {"Fn::GetAtt": ["T", "Arn"]}},
                      {"Effect": "Deny", "Action": "dynamodb:Scan", "Resource": {"Fn::GetAtt": ["T", "Arn"]}},
                      {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::other/*"},
                      {"Effect": "Allow", "NotAction": "iam:PassRole", "Resource": "*"}]}}]}},
                  "F": {"Type": "AWS::Lambda::Function", "Metadata": {"aws:cdk:path": "S/Work/F/Resource"},
                    "Properties": {"FunctionName": "f", "Handler": "h", "Role": {"Fn::GetAtt": ["R", "Arn"]}}},
                  "B": {"Type": "AWS::S3::Bucket"}}}
                """);

        assertThat(description(picture(assembly)).lines())
                .containsExactly(
                        "Lesson Tables.",
                        "Table a<b, partition k (B), on demand.",
                        "Lesson Work.",
                        "Table a<b, see Tables.",
                        "Not of this class s3:::other/*.",
                        "Not of this class *.",
                        "Not of this class all of the managed policy arn:aws:iam::aws:policy/Big.",
                        "Function f on table a<b: *, denied: Scan.",
                        "Function f on not of this class s3:::other/*: GetObject.",
                        "Function f on not of this class *: all but PassRole.",
                        "Function f on not of this class all of the managed policy arn:aws:iam::aws:policy/Big.",
                        "Not drawn: 1 AWS::S3::Bucket of S.");
    }

    private static void isSaid(Permission permission, List<String> lines, Predicate<String> says) {
        assertThat(lines.stream().anyMatch(says))
                .as("the picture says: %s", permission)
                .isTrue();
    }

    private static boolean said(String line, String action) {
        return List.of(line.replaceFirst("[^:]*: ", "").split("[,. (]+")).contains(action);
    }

    private Path lay(String template) throws IOException {
        Files.writeString(folder.resolve("manifest.json"), """
                {"artifacts": {"S": {"type": "aws:cloudformation:stack",
                  "properties": {"templateFile": "S.template.json"}}}}
                """);
        Files.writeString(folder.resolve("S.template.json"), template);
        return folder;
    }

    private static String picture(Map<String, Object> settings) {
        return picture(Synthesis.of(withPaths(settings)).assembly());
    }

    private static String picture(Path assembly) {
        return Picture.of(CloudAssembly.read(assembly, Cloud.ENVIRONMENT));
    }

    /** As the CDK CLI and {@code ./classroom} do: a construct's path names the lesson. */
    private static Map<String, Object> withPaths(Map<String, Object> settings) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put("aws:cdk:enable-path-metadata", true);
        return all;
    }

    private static String description(String picture) throws Exception {
        return parsed(picture).getElementsByTagName("desc").item(0).getTextContent();
    }

    private static Document parsed(String picture) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(picture.getBytes(StandardCharsets.UTF_8)));
    }

    private static int number(Element element, String attribute) {
        return Integer.parseInt(element.getAttribute(attribute));
    }
}
