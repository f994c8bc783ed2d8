package classroom.infra;

import classroom.infra.guard.Inspection;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.sqs.Queue;

/** A CDK app whose queue is as nobody here makes it: found fault with, or one that the CDK does not make at all. */
final class PlainApp {
    private PlainApp() {}

    public static void main(String[] days) {
        ClassroomApp.run((app, settings) -> {
            Inspection.prepare(app);
            Queue.Builder.create(new Stack(app, "Plain"), "Later")
                    .retentionPeriod(Duration.days(Integer.parseInt(days[0])))
                    .build();
        });
    }
}
