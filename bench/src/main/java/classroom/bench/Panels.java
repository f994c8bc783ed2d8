package classroom.bench;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;

/** Charts that belong together. */
public final class Panels {
    private static final int TITLE_HEIGHT = 50;

    private Panels() {}

    /** The panels, all of one size, side by side under one title. */
    public static BufferedImage sideBySide(String title, List<BufferedImage> panels) {
        int panelWidth = panels.get(0).getWidth();
        int width = panelWidth * panels.size();
        int height = panels.get(0).getHeight() + TITLE_HEIGHT;
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, width, height);
        for (int i = 0; i < panels.size(); i++) {
            graphics.drawImage(panels.get(i), i * panelWidth, TITLE_HEIGHT, null);
        }
        graphics.setColor(Color.BLACK);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 18));
        graphics.drawString(title, (width - graphics.getFontMetrics().stringWidth(title)) / 2, 34);
        graphics.dispose();
        return image;
    }
}
