/** Small handlers that the tests of the local class package as a function's asset; see {@code TestAsset}. */
package classroom.cloud.lambda.handlers;
