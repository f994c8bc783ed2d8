package classroom.bench;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler;

/** Draws the medians of a report. */
final class Chart {
    private static final int WIDTH = 1100;
    private static final int HEIGHT = 560;

    private Chart() {}

    static void write(Report report, Path file) throws IOException {
        System.setProperty("java.awt.headless", "true");
        Picture picture = report.benchmark().picture();
        BufferedImage image = picture instanceof Picture.Lines lines
                ? draw(report, lines)
                : BitmapEncoder.getBufferedImage(chart(report, (Picture.Bars) picture));
        ImageIO.write(image, "png", file.toFile());
    }

    private static CategoryChart chart(Report report, Picture.Bars bars) {
        CategoryChart chart = new CategoryChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(report.benchmark().title())
                .yAxisTitle(bars.unit())
                .build();
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        chart.getStyler().setLegendPosition(Styler.LegendPosition.InsideNE);
        chart.getStyler().setLegendVisible(bars.measures().size() > 1);
        chart.getStyler().setLabelsVisible(true);
        chart.getStyler().setLabelsRotation(0);
        chart.getStyler().setYAxisDecimalPattern("#,##0");
        chart.getStyler().setYAxisLogarithmic(bars.logarithmic());
        chart.getStyler().setYAxisMin(bars.logarithmic() ? 1.0 : 0.0);
        // A series that left somebody out would move the bars of those after it.
        List<String> contenders = report.rounds().contenders().stream()
                .filter(name -> report.rounds().measures(name).stream().anyMatch(bars.measures()::contains))
                .toList();
        for (String measure : bars.measures()) {
            List<Double> medians = new ArrayList<>();
            List<Double> spreads = new ArrayList<>();
            for (String contender : contenders) {
                if (!report.rounds().measures(contender).contains(measure)) {
                    medians.add(null);
                    spreads.add(null);
                    continue;
                }
                Spread spread = Spread.of(report.rounds().samples(contender, measure));
                medians.add((double) Math.round(spread.median()));
                spreads.add((spread.upper() - spread.lower()) / 2);
            }
            chart.addSeries(measure, contenders, medians, spreads);
        }
        return chart;
    }

    private static BufferedImage draw(Report report, Picture.Lines picture) {
        int width = WIDTH / picture.measures().size();
        return Panels.sideBySide(
                report.benchmark().title(),
                picture.measures().stream()
                        .map(measure -> BitmapEncoder.getBufferedImage(panel(report, picture, measure, width)))
                        .toList());
    }

    private static XYChart panel(Report report, Picture.Lines picture, String measure, int width) {
        XYChart panel = new XYChartBuilder()
                .width(width)
                .height(HEIGHT)
                .title(measure)
                .xAxisTitle(picture.quantity())
                .yAxisTitle(measure)
                .build();
        panel.getStyler().setChartBackgroundColor(Color.WHITE);
        panel.getStyler().setLegendPosition(Styler.LegendPosition.InsideNW);
        panel.getStyler().setXAxisLogarithmic(true);
        panel.getStyler().setYAxisLogarithmic(true);
        panel.getStyler().setXAxisDecimalPattern("#,##0");
        panel.getStyler().setYAxisDecimalPattern("#,##0.###");
        double least = Double.MAX_VALUE;
        double most = 0;
        for (Map.Entry<String, Map<Integer, String>> line : picture.lines().entrySet()) {
            List<Integer> quantities = new ArrayList<>();
            List<Double> medians = new ArrayList<>();
            for (Map.Entry<Integer, String> point : line.getValue().entrySet()) {
                double median = report.median(point.getValue(), measure);
                quantities.add(point.getKey());
                medians.add(median);
                least = Math.min(least, median);
                most = Math.max(most, median);
            }
            panel.addSeries(line.getKey(), quantities, medians);
        }
        // Whole decades: a logarithmic axis is read by them.
        panel.getStyler().setYAxisMin(Math.pow(10, Math.floor(Math.log10(least))));
        panel.getStyler().setYAxisMax(Math.pow(10, Math.ceil(Math.log10(most))));
        return panel;
    }
}
