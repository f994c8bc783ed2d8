/** The Security Token Service: who am I. */
package classroom.cloud.sts;
