/** IAM of the local cloud: roles, and the one decision about every request. */
package classroom.cloud.iam;
