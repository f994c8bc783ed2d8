package classroom.template;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AwsEnvironmentTest {
    private final AwsEnvironment here = new AwsEnvironment("123456789012", "us-east-2");

    @Test
    void arn_namesRegionAndAccount() {
        assertThat(here.arn("dynamodb", "table/books"))
                .isEqualTo("arn:aws:dynamodb:us-east-2:123456789012:table/books");
        assertThat(here.arns("dynamodb")).isEqualTo("arn:aws:dynamodb:us-east-2:");
    }

    @Test
    void arnOfAGlobalService_namesTheAccountAlone() {
        assertThat(here.global().arn("iam", "role/r")).isEqualTo("arn:aws:iam::123456789012:role/r");
    }

    @Test
    void arnOfABucketOrItsObject_namesNeither() {
        assertThat(AwsEnvironment.bucketArn("b/k")).isEqualTo("arn:aws:s3:::b/k");
    }
}
