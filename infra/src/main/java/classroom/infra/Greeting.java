package classroom.infra;

import classroom.hello.Hello;
import java.util.List;
import software.amazon.awscdk.services.lambda.Function;
import software.constructs.Construct;

/** The first lesson: one function and nothing else. */
final class Greeting extends Construct {
    private final List<Function> functions;

    Greeting(Construct scope, Deployment deployment) {
        super(scope, "Greeting");
        functions = List.of(new TableFunction(this, deployment, LessonFunction.of("hello", Hello.class)).function());
    }

    List<Function> functions() {
        return functions;
    }
}
