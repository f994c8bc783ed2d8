package classroom.lessons;

import java.util.Optional;

/**
 * A fenced block of a lesson.
 *
 * @param line where it begins in the lesson
 * @param language the first word after the fence
 * @param mode the rest of it: how the block is run, empty for the usual way
 * @param text what is in it
 * @param output the block right after it, of language {@code text} or {@code json}: what came back
 * @param reason why it is not run, when the paragraph before it says so
 */
record Block(int line, String language, String mode, String text, Optional<String> output, Optional<String> reason) {
    /** A command for bash. */
    boolean isCommand() {
        return language.equals("sh") && reason.isEmpty();
    }

    /** Whether something that was printed is what the lesson shows: {@code …} stands for anything. */
    boolean shows(String printed) {
        return new Shown(output.orElse("")).matches(printed);
    }
}
