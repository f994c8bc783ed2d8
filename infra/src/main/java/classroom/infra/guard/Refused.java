package classroom.infra.guard;

/** Says why the class may not be deployed: it would cost too much, or leave something behind. Each reason is a line. */
public final class Refused extends RuntimeException {
    Refused(String message) {
        super(message);
    }
}
