package classroom.infra.guard;

import java.math.BigDecimal;
import java.util.Set;

/**
 * Says what the class may cost and who may use it.
 *
 * @param students how many classes like this one share the payer's allowance in the Region: an organization's
 *     accounts have one payer
 * @param maxMonthlyUsd what the worst month of all of them may cost
 * @param allowAnybody names of resources that anybody may use
 * @param oneOfMany whether it is a student's class and nobody said how many there are
 */
public record Consent(int students, BigDecimal maxMonthlyUsd, Set<String> allowAnybody, boolean oneOfMany) {}
