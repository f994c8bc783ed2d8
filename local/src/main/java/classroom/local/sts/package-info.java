/** The Security Token Service: who am I. */
package classroom.local.sts;
