package classroom.lessons;

import java.util.Optional;

/**
 * A code block of a lesson.
 *
 * @param line where it begins in the lesson
 * @param language the first word after the fence
 * @param mode the other words after the fence: how the block is run, empty for the usual way
 * @param text its content
 * @param output the block right after it, of language {@code text} or {@code json}: its output
 * @param reason why it is not run, if the paragraph before it says so
 */
record Block(int line, String language, String mode, String text, Optional<String> output, Optional<String> reason) {
    /** A command for bash. */
    boolean isCommand() {
        return language.equals("sh") && reason.isEmpty();
    }

    /** Whether an output is the one that the lesson shows: {@code …} matches anything. */
    boolean shows(String printed) {
        return new Shown(output.orElse("")).matches(printed);
    }
}
