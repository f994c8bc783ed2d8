/** The one port of the class: who calls, for which service, and the wire formats that services share. */
package classroom.cloud.gateway;
