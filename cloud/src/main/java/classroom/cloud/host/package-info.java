/** The machine that it runs on: processes, folders, disk, locale. */
package classroom.cloud.host;
