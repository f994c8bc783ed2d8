package classroom.cloud.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The room on a disk. */
public final class Disk {
    private Disk() {}

    /**
     * Refuses a disk that is full, in words that say so, before a library does in others.
     *
     * @param needed in bytes
     * @throws HostException if it has less; who may write less than that is not known here
     */
    public static void check(Path folder, long needed) {
        long left;
        try {
            left = Files.getFileStore(folder).getUsableSpace();
        } catch (IOException e) {
            return; // What the folder is like will be seen.
        }
        if (left < needed) {
            throw new HostException(
                    "the disk of " + folder + " is full: free " + (needed >> 20) + " MB of it and run this again");
        }
    }
}
