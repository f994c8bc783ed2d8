/** The callers of requests: access keys and their identities. */
package classroom.cloud.identity;
