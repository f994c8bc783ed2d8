package classroom.cloud.host;

import classroom.template.language.Texts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The room on a disk. */
public final class Disk {
    private Disk() {}

    /**
     * Refuses a full disk with a clear message, before a library fails with an unclear one.
     *
     * @param needed in bytes
     * @throws HostException if it has less; a quota of the user is not checked
     */
    public static void check(Path folder, long needed) {
        long left;
        try {
            left = Files.getFileStore(folder).getUsableSpace();
        } catch (IOException e) {
            return; // If the folder has a problem, a later step finds it.
        }
        if (left < needed) {
            throw new HostException(
                    Texts.of("the disk of %s is full: free %d MB of it and run this again", folder, needed >> 20));
        }
    }
}
