package classroom.infra;

import software.amazon.awscdk.App;

/** The CDK app of the class. */
public final class ClassroomApp {
    private ClassroomApp() {}

    public static void main(String[] args) {
        App app = new App();
        new ClassroomStack(app, "Classroom");
        app.synth();
    }
}
