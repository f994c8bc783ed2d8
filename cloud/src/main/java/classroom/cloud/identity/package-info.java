/** Who makes a request: access keys and whom they stand for. */
package classroom.cloud.identity;
