package classroom.infra.lessons;

import classroom.hello.Hello;
import classroom.infra.parts.Deployment;
import classroom.infra.parts.LessonFunction;
import classroom.infra.parts.TableFunction;
import java.util.List;
import software.amazon.awscdk.services.lambda.Function;
import software.constructs.Construct;

/** Teaches the first step: one function and nothing else. */
public final class GreetingLesson extends Construct {
    private final List<Function> functions;

    public GreetingLesson(Construct scope, Deployment deployment) {
        super(scope, "Greeting");
        functions = List.of(new TableFunction(this, deployment, LessonFunction.of("hello", Hello.class)).function());
    }

    public List<Function> functions() {
        return functions;
    }
}
