package classroom.infra;

/** The class as it is set would cost money that nobody consented to, or leave something behind; a line for each reason. */
final class Refused extends RuntimeException {
    Refused(String message) {
        super(message);
    }
}
