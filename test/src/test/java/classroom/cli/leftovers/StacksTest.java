package classroom.cli.leftovers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Stacks as CloudFormation tells of them; those of a running class are in SearchTest. */
class StacksTest {
    private final Answering account = new Answering();

    @Test
    void stackThatFailed_takesAlongWhatItStillHas() {
        account.to("Action=DescribeStacks", stacks("""
                        <member><StackName>Classroom</StackName><StackStatus>DELETE_FAILED</StackStatus></member>""")).to("Action=ListStackResources", resources("""
                        <member><PhysicalResourceId>books</PhysicalResourceId>
                          <ResourceStatus>DELETE_FAILED</ResourceStatus></member>
                        <member><PhysicalResourceId>kept</PhysicalResourceId>
                          <ResourceStatus>DELETE_SKIPPED</ResourceStatus></member>
                        <member><PhysicalResourceId>gone</PhysicalResourceId>
                          <ResourceStatus>DELETE_COMPLETE</ResourceStatus></member>
                        <member><LogicalResourceId>Never</LogicalResourceId>
                          <ResourceStatus>CREATE_FAILED</ResourceStatus></member>"""));

        Stacks stacks = look();

        assertThat(stacks.found())
                .singleElement()
                .satisfies(
                        found -> assertThat(found.why()).startsWith("DELETE_FAILED, no end is set, with 1 resource; "));
        assertThat(stacks.take("books")).isTrue();
        assertThat(stacks.take("kept")).isFalse();
        assertThat(stacks.take("gone")).isFalse();
    }

    @Test
    void bootstrapStack_isApartWithItsBucketAndItsRepository() {
        account.to("Action=DescribeStacks", stacks("<member><StackName>CDKToolkit</StackName></member>"))
                .to("Action=ListStackResources&Version=2010-05-15&StackName=CDKToolkit", resources("""
                        <member><ResourceType>AWS::S3::Bucket</ResourceType>
                          <PhysicalResourceId>cdk-assets</PhysicalResourceId></member>
                        <member><ResourceType>AWS::IAM::Role</ResourceType>
                          <PhysicalResourceId>cdk-role</PhysicalResourceId></member>
                        <member><ResourceType>AWS::ECR::Repository</ResourceType>
                          <PhysicalResourceId>cdk-images</PhysicalResourceId></member>"""));

        Stacks stacks = look();

        assertThat(stacks.found()).isEmpty();
        assertThat(stacks.apart())
                .singleElement()
                .asString()
                .startsWith("the CDK's own stack CDKToolkit with its assets in cdk-assets, cdk-images: ")
                .endsWith(
                        "delete-stack --stack-name CDKToolkit --endpoint-url http://127.0.0.1:4566 --region us-east-2");
    }

    @Test
    void stackOfAnotherStudent_keepsItsNames() {
        account.to("Action=DescribeStacks", stacks("""
                <member><StackName>Classroom-ana-b</StackName><StackStatus>CREATE_COMPLETE</StackStatus>
                  <Tags><member><Key>student</Key><Value>ana-b</Value></member></Tags></member>"""));
        Marks marks = new Marks(Map.of("student", "ana"), Set.of(), List.of("Classroom-ana"), List.of());
        Stacks stacks = new Stacks(account.client(), Account.ofClass(4566), marks);

        stacks.look();

        assertThat(stacks.found()).isEmpty();
        assertThat(stacks.apart())
                .containsExactly("another class, the stack Classroom-ana-b: CREATE_COMPLETE, no end is set");
        assertThat(marks.why("Classroom-ana-b-Late-1")).isPresent();
        assertThat(stacks.marks().why("Classroom-ana-b-Late-1")).isEmpty();
    }

    private Stacks look() {
        Marks marks = new Marks(Map.of(), Set.of(), List.of("Classroom"), List.of());
        Stacks stacks = new Stacks(account.client(), Account.ofClass(4566), marks);
        stacks.look();
        return stacks;
    }

    private static String stacks(String members) {
        return "<R><DescribeStacksResult><Stacks>" + members + "</Stacks></DescribeStacksResult></R>";
    }

    private static String resources(String members) {
        return "<R><ListStackResourcesResult><StackResourceSummaries>" + members
                + "</StackResourceSummaries></ListStackResourcesResult></R>";
    }
}
