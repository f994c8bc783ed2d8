package classroom.template.cost;

import java.math.BigDecimal;
import java.util.List;

/** One line of a {@link CostReport}. */
public sealed interface Line {
    /** The resources, each as {@code Stack/LogicalId}, with the property that decides, if one does. */
    List<String> where();

    Price price();

    /**
     * An amount that the template itself fixes.
     *
     * @param units for all students together
     * @param free the units that the payer's free allowance covers
     * @param usd the exact price of the other units in the worst month
     */
    record Fixed(List<String> where, Price price, BigDecimal units, BigDecimal free, BigDecimal usd) implements Line {}

    /** What use decides: free up to the price's allowance, which all students share. Not in the total. */
    record Usage(List<String> where, Price price) implements Line {}

    /** What nothing bounds: it has neither a maximum in the template nor a free allowance. */
    record Unbounded(List<String> where, Price price) implements Line {}
}
