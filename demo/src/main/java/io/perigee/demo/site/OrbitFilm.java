package io.perigee.demo.site;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A film of moons that go round a planet, fast at their perigee and slow far from it; its end meets its beginning. */
final class OrbitFilm {

    private static final int COLUMNS = 24;
    private static final int ROWS = 13;
    private static final int WIDTH = COLUMNS * 16;
    private static final int HEIGHT = ROWS * 16;
    private static final int FRAMES_PER_SECOND = 24;
    private static final int FRAMES = 12 * FRAMES_PER_SECOND;
    private static final int KEY_INTERVAL = 2 * FRAMES_PER_SECOND;

    private static final double X = WIDTH * 0.46;
    private static final double Y = HEIGHT * 0.5;

    /** An ellipse with the planet in its focus. */
    private record Moon(double a, double eccentricity, double tilt, int turns, double radius, Color color) {}

    private static final List<Moon> MOONS = List.of(
            new Moon(56, 0.15, 0.3, 4, 5, new Color(0xff, 0xe0, 0xb0)),
            new Moon(88, 0.45, -0.4, 2, 7, new Color(0xa8, 0xd8, 0xff)),
            new Moon(120, 0.3, 0.1, 1, 9, new Color(0xd8, 0xc0, 0xff)),
            new Moon(100, 0.6, 2.6, 3, 4, new Color(0xff, 0xb0, 0xa0)));

    private OrbitFilm() {}

    static byte[] mp4() {
        H264Encoder encoder = new H264Encoder(COLUMNS, ROWS);
        BufferedImage backdrop = backdrop();
        BufferedImage frame = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        List<byte[]> units = new ArrayList<>(FRAMES);
        for (int i = 0; i < FRAMES; i++) {
            draw(frame, backdrop, i / (double) FRAMES);
            units.add(encoder.encode(macroblocks(frame), i % KEY_INTERVAL == 0));
        }
        return new Mp4File(WIDTH, HEIGHT, FRAMES_PER_SECOND, encoder, units, KEY_INTERVAL).toBytes();
    }

    private static BufferedImage backdrop() {
        Picture picture = new Picture(WIDTH, HEIGHT);
        Noise noise = new Noise(3);
        picture.sky(noise, new Color(5, 6, 18), new Color(40, 40, 96));
        picture.stars(new SplittableRandom(3), 160);
        for (Moon moon : MOONS) {
            double c = moon.a() * moon.eccentricity();
            double b = Math.sqrt(moon.a() * moon.a() - c * c);
            picture.orbit(
                    X + c * Math.cos(moon.tilt()),
                    Y + c * Math.sin(moon.tilt()),
                    moon.a(),
                    b,
                    moon.tilt(),
                    new Color(255, 255, 255, 50),
                    1f);
        }
        picture.sphere(X, Y, 30, (x, y, z) -> {
            double swirl = noise.fractal(x * 2, y * 6, z * 2, 4);
            return Picture.blend(
                    new Color(0x1d, 0x5f, 0xa8), new Color(0xd4, 0xf1, 0xff), 0.5 + 0.5 * Math.sin(y * 9 + swirl * 6));
        });
        return picture.image();
    }

    private static void draw(BufferedImage frame, BufferedImage backdrop, double time) {
        Graphics2D graphics = frame.createGraphics();
        graphics.drawImage(backdrop, 0, 0, null);
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        for (Moon moon : MOONS) {
            double anomaly = eccentricAnomaly(2 * Math.PI * time * moon.turns(), moon.eccentricity());
            double b = moon.a() * Math.sqrt(1 - moon.eccentricity() * moon.eccentricity());
            double along = moon.a() * (moon.eccentricity() - Math.cos(anomaly));
            double across = b * Math.sin(anomaly);
            double x = X + along * Math.cos(moon.tilt()) - across * Math.sin(moon.tilt());
            double y = Y + along * Math.sin(moon.tilt()) + across * Math.cos(moon.tilt());
            disc(graphics, x, y, moon.radius() * 1.7, alpha(moon.color(), 40));
            disc(graphics, x, y, moon.radius(), moon.color());
            disc(
                    graphics,
                    x + moon.radius() * 0.3,
                    y + moon.radius() * 0.3,
                    moon.radius() * 0.65,
                    alpha(Color.BLACK, 60));
        }
        graphics.dispose();
    }

    /** Solves Kepler's equation, M = E - e sin E, by Newton's method. */
    private static double eccentricAnomaly(double meanAnomaly, double eccentricity) {
        double e = meanAnomaly;
        for (int i = 0; i < 8; i++) {
            e -= (e - eccentricity * Math.sin(e) - meanAnomaly) / (1 - eccentricity * Math.cos(e));
        }
        return e;
    }

    private static void disc(Graphics2D graphics, double x, double y, double radius, Color color) {
        graphics.setColor(color);
        graphics.fill(new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius));
    }

    private static Color alpha(Color color, int alpha) {
        return new Color(color.getRed(), color.getGreen(), color.getBlue(), alpha);
    }

    /** Cuts a frame into macroblocks of BT.601 luma and chroma, the latter at half the resolution. */
    private static byte[][] macroblocks(BufferedImage frame) {
        int[] pixels = ((DataBufferInt) frame.getRaster().getDataBuffer()).getData();
        byte[][] macroblocks = new byte[COLUMNS * ROWS][H264Encoder.MACROBLOCK_BYTES];
        for (int i = 0; i < macroblocks.length; i++) {
            int origin = (i / COLUMNS) * 16 * WIDTH + (i % COLUMNS) * 16;
            fill(macroblocks[i], pixels, origin);
        }
        return macroblocks;
    }

    private static void fill(byte[] macroblock, int[] pixels, int origin) {
        for (int y = 0; y < 16; y++) {
            for (int x = 0; x < 16; x++) {
                int rgb = pixels[origin + y * WIDTH + x];
                int r = (rgb >> 16) & 0xff;
                int g = (rgb >> 8) & 0xff;
                int b = rgb & 0xff;
                macroblock[y * 16 + x] = (byte) (16 + (66 * r + 129 * g + 25 * b + 128) / 256);
                if ((x & 1) == 0 && (y & 1) == 0) {
                    int chroma = (y / 2) * 8 + x / 2;
                    macroblock[256 + chroma] = (byte) ((-38 * r - 74 * g + 112 * b + 128 + (128 << 8)) >> 8);
                    macroblock[320 + chroma] = (byte) ((112 * r - 94 * g - 18 * b + 128 + (128 << 8)) >> 8);
                }
            }
        }
    }
}
