package io.perigee.demo.site;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.io.IOException;
import java.util.SplittableRandom;

/** A cat that sits on a small moon and watches a planet rise. */
final class CatPicture {

    private static final int WIDTH = 1200;
    private static final int HEIGHT = 900;
    private static final Color FUR = new Color(0x17, 0x14, 0x22);
    private static final Color RIM = new Color(0xff, 0xd4, 0x9a);

    private CatPicture() {}

    static byte[] jpeg() throws IOException {
        Picture picture = new Picture(WIDTH, HEIGHT);
        picture.sky(new Noise(5), new Color(8, 8, 26), new Color(96, 58, 120));
        picture.stars(new SplittableRandom(5), 700);

        picture.glow(820, 330, 420, new Color(255, 196, 120));
        Noise bands = new Noise(6);
        picture.sphere(820, 330, 250, (x, y, z) -> {
            double swirl = bands.fractal(x * 2, y * 7, z * 2, 4);
            return Picture.blend(
                    new Color(0xb8, 0x5c, 0x2c), new Color(0xff, 0xe2, 0xb0), 0.5 + 0.5 * Math.sin(y * 12 + swirl * 6));
        });
        picture.orbit(820, 330, 430, 120, -0.35, new Color(255, 255, 255, 80), 2f);

        Noise rock = new Noise(7);
        picture.sphere(
                420,
                1330,
                720,
                (x, y, z) -> Picture.blend(
                        new Color(0x4c, 0x4a, 0x5e),
                        new Color(0xd8, 0xd2, 0xdc),
                        rock.fractal(x * 9, y * 9, z * 9, 5) * 1.4 - 0.3));
        cat(picture.graphics());
        return picture.jpeg();
    }

    private static void cat(Graphics2D graphics) {
        graphics.translate(400, 330);
        graphics.setStroke(new BasicStroke(44, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        graphics.setColor(FUR);
        Path2D tail = new Path2D.Double();
        tail.moveTo(-60, 270);
        tail.curveTo(-190, 290, -210, 170, -150, 120);
        tail.curveTo(-120, 95, -100, 130, -125, 150);
        graphics.draw(tail);

        Path2D body = new Path2D.Double();
        body.moveTo(-105, 295);
        body.curveTo(-140, 150, -60, 60, 0, 30);
        body.curveTo(70, 60, 110, 160, 92, 295);
        body.curveTo(60, 308, -70, 308, -105, 295);
        graphics.fill(body);

        Path2D head = new Path2D.Double();
        head.moveTo(-78, -10);
        head.lineTo(-84, -118);
        head.quadTo(-50, -96, -30, -72);
        head.quadTo(0, -82, 30, -72);
        head.quadTo(50, -96, 84, -118);
        head.lineTo(78, -10);
        head.curveTo(74, 60, -74, 60, -78, -10);
        graphics.fill(head);

        graphics.setStroke(new BasicStroke(3.5f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        graphics.setColor(RIM);
        Path2D rim = new Path2D.Double();
        rim.moveTo(30, -72);
        rim.quadTo(50, -96, 84, -118);
        rim.lineTo(78, -10);
        rim.curveTo(76, 22, 44, 38, 20, 40);
        rim.moveTo(40, 52);
        rim.curveTo(92, 100, 108, 190, 92, 295);
        graphics.draw(rim);

        eye(graphics, -34);
        eye(graphics, 34);
        whiskers(graphics);
        graphics.setColor(new Color(0xe8, 0x8f, 0x8f));
        Path2D nose = new Path2D.Double();
        nose.moveTo(-9, 10);
        nose.lineTo(9, 10);
        nose.lineTo(0, 20);
        nose.closePath();
        graphics.fill(nose);
    }

    private static void eye(Graphics2D graphics, double x) {
        graphics.setColor(new Color(0xd7, 0xf0, 0x6a));
        graphics.fill(new Ellipse2D.Double(x - 17, -30, 34, 26));
        graphics.setColor(Color.BLACK);
        graphics.fill(new Ellipse2D.Double(x - 5, -30, 10, 26));
        graphics.setColor(Color.WHITE);
        graphics.fill(new Ellipse2D.Double(x + 2, -26, 6, 6));
    }

    private static void whiskers(Graphics2D graphics) {
        graphics.setStroke(new BasicStroke(1.6f));
        graphics.setColor(new Color(255, 255, 255, 150));
        for (int side = -1; side <= 1; side += 2) {
            for (int i = -1; i <= 1; i++) {
                Path2D whisker = new Path2D.Double();
                whisker.moveTo(side * 22, 18 + i * 5);
                whisker.quadTo(side * 70, 12 + i * 14, side * 122, 10 + i * 24);
                graphics.draw(whisker);
            }
        }
    }
}
