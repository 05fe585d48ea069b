package io.perigee.demo.site;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A planet with its moon's orbit, and the moon at its perigee.
 *
 * @param name of the picture
 * @param seed of all that looks random
 * @param look how the surface is patterned
 * @param deep the surface's dark colour
 * @param bright the surface's light colour
 * @param sky the nebula's colour
 * @param ringed whether it has rings
 */
record PlanetScene(String name, int seed, Look look, Color deep, Color bright, Color sky, boolean ringed) {

    private static final int WIDTH = 1200;
    private static final int HEIGHT = 750;
    private static final Color NIGHT = new Color(5, 6, 18);

    /** How a surface is patterned. */
    enum Look {
        OCEANS,
        BANDS,
        ROCK
    }

    static final List<PlanetScene> ALL = List.of(
            scene("azure", 11, Look.OCEANS, 0x0b3d91, 0x9fd8ff, 0x27406f, false),
            scene("amber", 12, Look.BANDS, 0x8a4b14, 0xffd9a0, 0x5b2f2a, true),
            scene("basalt", 13, Look.ROCK, 0x2a2a30, 0xb9b4ac, 0x32324e, false),
            scene("coral", 14, Look.BANDS, 0x93304a, 0xffc2b0, 0x4c2350, false),
            scene("fern", 15, Look.OCEANS, 0x0d4a3c, 0xb7e4a0, 0x164f4f, false),
            scene("frost", 16, Look.ROCK, 0x4a6d8c, 0xf2fbff, 0x27355f, true),
            scene("indigo", 17, Look.BANDS, 0x2c1b6b, 0xb6a5ff, 0x3c1d62, true),
            scene("lagoon", 18, Look.OCEANS, 0x075a6c, 0xe8e2b5, 0x123c59, false),
            scene("mars", 19, Look.ROCK, 0x6b2413, 0xf0a06a, 0x40201f, false),
            scene("opal", 20, Look.BANDS, 0x5c7f8a, 0xf6ecdf, 0x3a3f63, false),
            scene("plum", 21, Look.ROCK, 0x3d1638, 0xd9a3cf, 0x361746, false));

    private static PlanetScene scene(String name, int seed, Look look, int deep, int bright, int sky, boolean ringed) {
        return new PlanetScene(name, seed, look, new Color(deep), new Color(bright), new Color(sky), ringed);
    }

    byte[] jpeg() throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        Noise noise = new Noise(seed);
        Picture picture = new Picture(WIDTH, HEIGHT);
        picture.sky(noise, NIGHT, sky);
        picture.stars(random, 900);

        double radius = 190 + random.nextInt(70);
        double x = WIDTH * (0.42 + 0.2 * random.nextDouble());
        double y = HEIGHT * (0.46 + 0.1 * random.nextDouble());
        double tilt = -0.5 + random.nextDouble() * 0.7;
        if (ringed) {
            rings(picture, x, y, radius, tilt, false);
        }
        picture.sphere(x, y, radius, (nx, ny, nz) -> surface(noise, nx, ny, nz));
        if (ringed) {
            rings(picture, x, y, radius, tilt, true);
        }
        moon(picture, x, y, radius, random);
        return picture.jpeg();
    }

    private Color surface(Noise noise, double x, double y, double z) {
        return switch (look) {
            case OCEANS -> {
                double land = noise.fractal(x * 2 + 7, y * 2 + 7, z * 2 + 7, 5);
                double cloud = noise.fractal(x * 3, y * 5 + 20, z * 3, 4);
                Color ground = land < 0.5 ? deep : Picture.blend(deep, bright, 0.35 + (land - 0.5) * 3);
                yield Picture.blend(ground, Color.WHITE, (cloud - 0.55) * 3);
            }
            case BANDS -> {
                double swirl = noise.fractal(x * 2 + 3, y * 6 + 3, z * 2 + 3, 4);
                double band = 0.5 + 0.5 * Math.sin(y * 14 + swirl * 5);
                yield Picture.blend(deep, bright, band * 0.75 + swirl * 0.25);
            }
            case ROCK -> {
                double height = noise.fractal(x * 3 + 9, y * 3 + 9, z * 3 + 9, 5);
                double crater = Math.abs(noise.fractal(x * 5, y * 5, z * 5 + 40, 2) - 0.5) * 2;
                yield Picture.blend(deep, bright, height * 1.5 - 0.35 - Math.pow(1 - crater, 8) * 0.25);
            }
        };
    }

    /** The rings' far half goes behind the planet, the near half before it. */
    private void rings(Picture picture, double x, double y, double radius, double tilt, boolean near) {
        Graphics2D graphics = (Graphics2D) picture.graphics().create();
        graphics.rotate(tilt, x, y);
        graphics.clip(new Rectangle2D.Double(x - WIDTH, near ? y : y - HEIGHT, 2 * WIDTH, HEIGHT));
        SplittableRandom random = new SplittableRandom(seed);
        for (double r = 1.35; r < 2.05; r += 0.02) {
            Color color = Picture.blend(deep, bright, random.nextDouble());
            int alpha = 40 + random.nextInt(120);
            graphics.setColor(new Color(color.getRed(), color.getGreen(), color.getBlue(), alpha));
            Path2D ring = new Path2D.Double(Path2D.WIND_EVEN_ODD);
            ring.append(ellipse(x, y, radius * (r + 0.018)), false);
            ring.append(ellipse(x, y, radius * r), false);
            graphics.fill(ring);
        }
        graphics.dispose();
    }

    private static Ellipse2D ellipse(double x, double y, double a) {
        double b = a * 0.24;
        return new Ellipse2D.Double(x - a, y - b, 2 * a, 2 * b);
    }

    private void moon(Picture picture, double x, double y, double radius, SplittableRandom random) {
        double a = radius * 1.75;
        double b = radius * 1.25;
        double tilt = -0.9 + random.nextDouble() * 1.8;
        // The planet stands in a focus of the ellipse, so its nearest point, the perigee, is a - c away.
        double c = Math.sqrt(a * a - b * b);
        double centerX = x + c * Math.cos(tilt);
        double centerY = y + c * Math.sin(tilt);
        picture.orbit(centerX, centerY, a, b, tilt, new Color(255, 255, 255, 70), 1.6f);
        double moonX = centerX - a * Math.cos(tilt);
        double moonY = centerY - a * Math.sin(tilt);
        picture.glow(moonX, moonY, radius * 0.3, bright);
        Noise noise = new Noise(seed + 100);
        picture.sphere(moonX, moonY, radius * 0.13, (nx, ny, nz) -> {
            double grey = 0.35 + 0.65 * noise.fractal(nx * 3 + 5, ny * 3 + 5, nz * 3 + 5, 3);
            return Picture.blend(Color.DARK_GRAY, Color.WHITE, grey);
        });
    }
}
