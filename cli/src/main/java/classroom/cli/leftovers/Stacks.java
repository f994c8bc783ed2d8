package classroom.cli.leftovers;

import classroom.cli.client.Client;
import classroom.cli.client.Listing;
import classroom.template.language.Texts;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/** Looks through the stacks of CloudFormation: the class's, the CDK's own, and those of other classes. */
final class Stacks {
    private static final Listing STACKS = listing("DescribeStacks", "Stacks");
    private static final Listing RESOURCES = listing("ListStackResources", "StackResourceSummaries");

    /** AWS CDK Developer Guide, "Bootstrapping": the name unless another was given. */
    private static final String BOOTSTRAP = "CDKToolkit";

    /** The output of a class's stack that is the setting {@code selfDestruct}. */
    private static final String END = "ClassEndsUtc";

    /** What a stack no longer has, or never will take away. */
    private static final Set<String> GONE = Set.of("DELETE_COMPLETE", "DELETE_SKIPPED");

    private final Client client;
    private final Account account;
    private final Marks ours;
    private Marks marks;
    private final List<Found> found = new ArrayList<>();
    private final List<String> apart = new ArrayList<>();
    private final Set<String> resources = new HashSet<>();

    Stacks(Client client, Account account, Marks marks) {
        this.client = client;
        this.account = account;
        this.ours = marks;
        this.marks = marks;
    }

    /** Asks CloudFormation. */
    void look() {
        client.each(STACKS, JsonNodeFactory.instance.objectNode(), stack -> {
            String name = stack.path("StackName").asText();
            if (name.equals(BOOTSTRAP)) {
                bootstrap(name);
                return;
            }
            Map<String, String> tags = Marks.tagsIn(stack.path("Tags"));
            ours.why(name, tags).ifPresentOrElse(why -> keep(name, state(stack), why), () -> {
                marks = marks.beside(name);
                if (ours.isAClass(tags)) {
                    apart.add(Texts.of("another class, the stack %s: %s", name, state(stack)));
                }
            });
        });
    }

    /** The class's stacks. */
    List<Found> found() {
        return found;
    }

    /** What is of the CDK or of other classes. */
    List<String> apart() {
        return apart;
    }

    /** The marks of the class beside the other stacks that are there. */
    Marks marks() {
        return marks;
    }

    /** Whether one of the class's stacks takes this along. */
    boolean take(String id) {
        return resources.contains(id);
    }

    private void keep(String name, String state, String why) {
        List<String> ids =
                ids(name, each -> !GONE.contains(each.path("ResourceStatus").asText()));
        resources.addAll(ids);
        String many = ids.size() == 1 ? Texts.of("1 resource") : Texts.of("%d resources", ids.size());
        String removal = "aws cloudformation delete-stack --stack-name " + name;
        found.add(
                new Found(Texts.later("stack"), name, Texts.of("%s, with %s; %s", state, many, why), List.of(removal)));
    }

    /** Its status and when it deletes itself, which the output of that name tells ({@code -c selfDestruct}). */
    private static String state(JsonNode stack) {
        return stack.path("StackStatus").asText()
                + StreamSupport.stream(stack.path("Outputs").spliterator(), false)
                        .filter(output -> output.path("OutputKey").asText().equals(END))
                        .map(output -> Texts.of(
                                ", ends %s UTC", output.path("OutputValue").asText()))
                        .findFirst()
                        .orElse(Texts.of(", no end is set"));
    }

    private void bootstrap(String stack) {
        List<String> kept =
                ids(stack, each -> each.path("ResourceType").asText().matches("AWS::S3::Bucket|AWS::ECR::Repository"));
        apart.add(Texts.of(
                "the CDK's own stack %s with its assets in %s: cents a month, may be shared with other CDK apps."
                        + " Only where there is none: empty and delete the bucket, then %s",
                stack,
                String.join(", ", kept),
                "aws cloudformation delete-stack --stack-name " + stack + account.options()));
    }

    /** The physical ids of a stack's resources; one that was never made has none. */
    private List<String> ids(String stack, Predicate<JsonNode> which) {
        List<String> ids = new ArrayList<>();
        client.each(RESOURCES, JsonNodeFactory.instance.objectNode().put("StackName", stack), resource -> {
            String id = resource.path("PhysicalResourceId").asText();
            if (which.test(resource) && !id.isEmpty()) {
                ids.add(id);
            }
        });
        return ids;
    }

    private static Listing listing(String action, String list) {
        return new Listing(
                "cloudformation", "Action=" + action + "&Version=2010-05-15", list, "NextToken", "NextToken");
    }
}
