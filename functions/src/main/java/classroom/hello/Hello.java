package classroom.hello;

import classroom.lambda.Answer;
import classroom.lambda.Event;
import classroom.lambda.Handler;
import com.amazonaws.services.lambda.runtime.Context;

/** Greets: {@code {nome, sobrenome}} is answered with the JSON string {@code "Oi Ana Souza"}. */
public final class Hello extends Handler {
    private static final int LONGEST_NAME = 1_024;

    @Override
    protected Answer answer(Event event, Context context) {
        String nome = event.text("nome", LONGEST_NAME);
        String sobrenome = event.text("sobrenome", LONGEST_NAME);
        return Answer.ok("Oi " + nome + " " + sobrenome);
    }
}
