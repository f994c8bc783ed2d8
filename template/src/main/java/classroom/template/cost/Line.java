package classroom.template.cost;

import java.math.BigDecimal;
import java.util.List;

/** One line of a {@link CostReport}. */
public sealed interface Line {
    /** The resources, each as {@code Stack/LogicalId}, with the property that decides, if one does. */
    List<String> where();

    Price price();

    /**
     * What the template itself fixes: so much and no more.
     *
     * @param units for all students together
     * @param free how many of the units the payer's free allowance covers
     * @param usd what the others cost in the worst month by the price, exactly
     */
    record Fixed(List<String> where, Price price, BigDecimal units, BigDecimal free, BigDecimal usd) implements Line {}

    /** What use decides: free up to the price's allowance, which all students share. Not in the total. */
    record Usage(List<String> where, Price price) implements Line {}

    /** What nothing bounds: it has neither a maximum in the template nor a free allowance. */
    record Unbounded(List<String> where, Price price) implements Line {}
}
