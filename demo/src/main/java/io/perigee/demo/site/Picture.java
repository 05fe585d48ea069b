package io.perigee.demo.site;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.SplittableRandom;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** A canvas with what all pictures share: sky, stars, orbits, shaded spheres, and its JPEG form. */
final class Picture {

    static {
        // Pictures are made in memory: a display must not be looked for.
        if (System.getProperty("java.awt.headless") == null) {
            System.setProperty("java.awt.headless", "true");
        }
        ImageIO.setUseCache(false);
    }

    private static final float QUALITY = 0.94f;
    private static final int SKY_STEP = 8;
    private static final int GLOW_STEPS = 56;

    private final BufferedImage image;
    private final Graphics2D graphics;

    Picture(int width, int height) {
        this.image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        this.graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    }

    BufferedImage image() {
        return image;
    }

    Graphics2D graphics() {
        return graphics;
    }

    /** Clouds of two colours over the whole canvas, made small and stretched: they have no fine detail. */
    void sky(Noise noise, Color dark, Color light) {
        int width = image.getWidth() / SKY_STEP;
        int height = image.getHeight() / SKY_STEP;
        BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        double scale = 3.0 / width;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double cloud = noise.fractal(x * scale, y * scale, 0.5, 4);
                small.setRGB(x, y, blend(dark, light, Math.pow(cloud, 2.2)).getRGB());
            }
        }
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(small, 0, 0, image.getWidth(), image.getHeight(), null);
    }

    void stars(SplittableRandom random, int count) {
        for (int i = 0; i < count; i++) {
            double size = 0.6 + Math.pow(random.nextDouble(), 6) * 3;
            int alpha = 70 + random.nextInt(186);
            graphics.setColor(new Color(255, 240 + random.nextInt(16), 220 + random.nextInt(36), alpha));
            graphics.fill(new Ellipse2D.Double(
                    random.nextDouble() * image.getWidth(), random.nextDouble() * image.getHeight(), size, size));
        }
    }

    /** An ellipse around a point, tilted. */
    void orbit(double x, double y, double a, double b, double tilt, Color color, float width) {
        AffineTransform before = graphics.getTransform();
        graphics.rotate(tilt, x, y);
        graphics.setColor(color);
        graphics.setStroke(new BasicStroke(width));
        graphics.draw(new Ellipse2D.Double(x - a, y - b, 2 * a, 2 * b));
        graphics.setTransform(before);
    }

    /** A point of light with a halo. */
    void glow(double x, double y, double radius, Color color) {
        for (int i = GLOW_STEPS; i > 0; i--) {
            double r = radius * i / GLOW_STEPS;
            graphics.setColor(new Color(color.getRed(), color.getGreen(), color.getBlue(), 4));
            graphics.fill(new Ellipse2D.Double(x - r, y - r, 2 * r, 2 * r));
        }
    }

    /** A sphere lit from the upper left; {@code surface} colours a point of the unit sphere. */
    void sphere(double cx, double cy, double radius, Surface surface) {
        int top = (int) Math.max(0, cy - radius);
        int bottom = (int) Math.min(image.getHeight() - 1, cy + radius);
        for (int py = top; py <= bottom; py++) {
            int left = (int) Math.max(0, cx - radius);
            int right = (int) Math.min(image.getWidth() - 1, cx + radius);
            for (int px = left; px <= right; px++) {
                double x = (px - cx) / radius;
                double y = (py - cy) / radius;
                double d = x * x + y * y;
                if (d > 1) {
                    continue;
                }
                double z = Math.sqrt(1 - d);
                double light = Math.max(0, -0.55 * x - 0.5 * y + 0.67 * z);
                double shade = 0.04 + 0.96 * Math.pow(light, 0.8);
                Color lit = blend(Color.BLACK, surface.color(x, y, z), shade);
                // The last pixels of the rim fade into the sky.
                double cover = Math.min(1, (1 - Math.sqrt(d)) * radius / 1.5);
                image.setRGB(
                        px,
                        py,
                        blend(new Color(image.getRGB(px, py)), lit, cover).getRGB());
            }
        }
    }

    /** The colour of a point of a unit sphere; z points at the viewer. */
    interface Surface {
        Color color(double x, double y, double z);
    }

    byte[] jpeg() throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (ByteArrayOutputStream bytes = new ByteArrayOutputStream(200_000);
                ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            parameters.setCompressionQuality(QUALITY);
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), parameters);
            out.flush();
            return bytes.toByteArray();
        } finally {
            writer.dispose();
            graphics.dispose();
        }
    }

    static Color blend(Color a, Color b, double t) {
        double s = Math.clamp(t, 0.0, 1.0);
        return new Color(
                (int) (a.getRed() + (b.getRed() - a.getRed()) * s),
                (int) (a.getGreen() + (b.getGreen() - a.getGreen()) * s),
                (int) (a.getBlue() + (b.getBlue() - a.getBlue()) * s));
    }
}
