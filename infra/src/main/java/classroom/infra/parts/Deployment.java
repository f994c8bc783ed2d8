package classroom.infra.parts;

import software.amazon.awscdk.services.lambda.Code;

/**
 * Says how every part of this deployment is made.
 *
 * @param student the student's name, or empty if there is only one class
 * @param billing of the tables
 * @param snapStart whether functions are published with SnapStart
 * @param code the one asset that contains every handler
 */
public record Deployment(String student, Billing billing, boolean snapStart, Code code) {
    /** Returns a resource's name on AWS, given its name in the lessons. */
    String physicalName(String name) {
        return student.isEmpty() ? name : student + "-" + name;
    }
}
