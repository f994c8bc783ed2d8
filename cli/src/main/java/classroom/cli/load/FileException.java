package classroom.cli.load;

/** The file cannot be loaded as it is; the message says where and why. Nothing was written. */
final class FileException extends Exception {
    FileException(String message) {
        super(message, null, false, false);
    }
}
