/** Event source mappings: streams are read in batches and handed to functions. */
package classroom.cloud.lambda.streams;
