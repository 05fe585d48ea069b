package io.perigee.examples.image;

import io.vertx.core.buffer.Buffer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import net.coobird.thumbnailator.Thumbnails;

/** Scales pictures down. */
final class Pictures {
    /** A few kilobytes can claim to be a picture that fills all memory; 40 megapixels take 160 MB. */
    private static final long MAX_PIXELS = 40_000_000;

    private static final double JPEG_QUALITY = 0.82;

    private Pictures() {}

    /**
     * That picture in that width, in proportion, in its own format, turned as its Exif data says.
     *
     * @param format {@code jpg} or {@code png}
     * @return empty if there is nothing to scale down: it is no such picture, not wider than that, or too large to decode
     */
    static Optional<Buffer> narrowed(Buffer picture, String format, int width) {
        byte[] bytes = picture.getBytes();
        try {
            if (!isWiderThan(bytes, width)) {
                return Optional.empty();
            }
            ByteArrayOutputStream scaled = new ByteArrayOutputStream();
            Thumbnails.of(new ByteArrayInputStream(bytes))
                    .width(width)
                    .imageType(format.equals("png") ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB)
                    .outputFormat(format)
                    .outputQuality(JPEG_QUALITY)
                    .toOutputStream(scaled);
            return Optional.of(Buffer.buffer(scaled.toByteArray()));
        } catch (IOException | IllegalArgumentException damaged) {
            return Optional.empty();
        }
    }

    /** Reads the picture's head only. */
    private static boolean isWiderThan(byte[] bytes, int width) throws IOException {
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                return false;
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, true, true);
                long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
                return reader.getWidth(0) > width && pixels <= MAX_PIXELS;
            } finally {
                reader.dispose();
            }
        }
    }
}
