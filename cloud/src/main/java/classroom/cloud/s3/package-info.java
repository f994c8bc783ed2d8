/** S3 of the class: buckets and objects, as the CDK CLI and {@code aws s3} use them. */
package classroom.cloud.s3;
