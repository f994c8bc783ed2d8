package classroom.cloud.s3;

import java.nio.file.Path;

/**
 * Bytes that the class keeps.
 *
 * @param file holds them; it is never written again
 * @param md5 in hexadecimal
 */
record Body(Path file, long size, String md5) {}
