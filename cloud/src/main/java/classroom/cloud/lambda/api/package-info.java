/** Lambda as its clients see it. */
package classroom.cloud.lambda.api;
