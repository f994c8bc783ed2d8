package classroom.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.style.Styler;

/** Bars of the medians, with half of the distance between the quartiles above and below. */
final class Chart {
    private static final int WIDTH = 1100;
    private static final int HEIGHT = 560;

    private Chart() {}

    static void write(Report report, Path file) throws IOException {
        System.setProperty("java.awt.headless", "true");
        CategoryChart chart = new CategoryChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(report.title())
                .build();
        chart.getStyler().setLegendPosition(Styler.LegendPosition.InsideNE);
        chart.getStyler().setLabelsVisible(true);
        chart.getStyler().setLabelsRotation(0);
        chart.getStyler().setYAxisDecimalPattern("#,##0");
        chart.getStyler().setYAxisMin(0.0);
        List<String> contenders = report.rounds().contenders();
        for (String measure : report.rounds().measures()) {
            List<Double> medians = new ArrayList<>();
            List<Double> spreads = new ArrayList<>();
            for (String contender : contenders) {
                Spread spread = Spread.of(report.rounds().samples(contender, measure));
                medians.add((double) Math.round(spread.median()));
                spreads.add((spread.upper() - spread.lower()) / 2);
            }
            chart.addSeries(measure, contenders, medians, spreads);
        }
        ImageIO.write(BitmapEncoder.getBufferedImage(chart), "png", file.toFile());
    }
}
