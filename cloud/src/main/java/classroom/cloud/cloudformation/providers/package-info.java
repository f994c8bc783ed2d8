/** What makes each resource type, in the services of the local cloud. */
package classroom.cloud.cloudformation.providers;
