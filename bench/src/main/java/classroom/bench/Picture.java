package classroom.bench;

import java.util.List;
import java.util.Map;

/** The content of a benchmark's chart: medians, which are all in the report. */
public sealed interface Picture {
    /**
     * A bar for each contender that has the measure, with half of the distance between the quartiles above and below.
     *
     * @param unit the label of the axis
     * @param logarithmic for figures of different magnitudes
     */
    record Bars(List<String> measures, String unit, boolean logarithmic) implements Picture {}

    /**
     * Lines over a quantity, both axes logarithmic, a panel for each measure.
     *
     * @param quantity the label of the horizontal axis
     * @param lines the contender of each quantity, by the line's name
     */
    record Lines(List<String> measures, String quantity, Map<String, Map<Integer, String>> lines) implements Picture {}
}
