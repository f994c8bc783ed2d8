package classroom.bench.models;

import classroom.bench.Panels;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import javax.imageio.ImageIO;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.style.Styler;

/** Draws what each model used, a panel for each measure and a bar for each model. */
final class Chart {
    private static final int PANEL_WIDTH = 290;
    private static final int HEIGHT = 480;
    private static final int KB = 1_000;

    private Chart() {}

    static void write(String title, Measurement measurement, Path file) throws IOException {
        System.setProperty("java.awt.headless", "true");
        List<BufferedImage> panels = new ArrayList<>();
        panels.add(panel("write capacity units", measurement, units(Usage::written)));
        panels.add(panel("read capacity units", measurement, units(Usage::read)));
        Map<String, Figure> requests = new LinkedHashMap<>();
        requests.put("writes", (model, used) -> used.writes());
        requests.put("reads", (model, used) -> used.reads());
        panels.add(panel("requests", measurement, requests));
        Map<String, Figure> kilobytes = new LinkedHashMap<>();
        kilobytes.put("sent", (model, used) -> (double) used.sent() / KB);
        kilobytes.put("received", (model, used) -> (double) used.received() / KB);
        panels.add(panel("kB of bodies", measurement, kilobytes));
        ImageIO.write(Panels.sideBySide(title, panels), "png", file.toFile());
    }

    private interface Figure {
        double of(Model model, Usage used);
    }

    private static Map<String, Figure> units(Function<Usage, Map<String, Double>> units) {
        Map<String, Figure> figures = new LinkedHashMap<>();
        figures.put("table", (model, used) -> units.apply(used).getOrDefault(model.table(), 0.0));
        figures.put("indexes", (model, used) -> {
            Map<String, Double> all = units.apply(used);
            return Usage.sum(all) - all.getOrDefault(model.table(), 0.0);
        });
        return figures;
    }

    private static BufferedImage panel(String title, Measurement measurement, Map<String, Figure> figures) {
        CategoryChart panel = new CategoryChartBuilder()
                .width(PANEL_WIDTH)
                .height(HEIGHT)
                .title(title)
                .build();
        panel.getStyler().setChartBackgroundColor(Color.WHITE);
        panel.getStyler().setStacked(true);
        panel.getStyler().setLegendPosition(Styler.LegendPosition.OutsideS);
        panel.getStyler().setLabelsVisible(true);
        panel.getStyler().setShowStackSum(true);
        panel.getStyler().setLabelsRotation(0);
        panel.getStyler().setYAxisDecimalPattern("#,##0");
        panel.getStyler().setYAxisMin(0.0);
        List<Model> models = List.copyOf(measurement.usages().keySet());
        figures.forEach((name, figure) -> {
            List<Double> values = models.stream()
                    .map(model -> figure.of(model, measurement.total(model)))
                    .toList();
            panel.addSeries(name, models.stream().map(Model::table).toList(), values);
        });
        return BitmapEncoder.getBufferedImage(panel);
    }
}
