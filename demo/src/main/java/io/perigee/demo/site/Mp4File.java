package io.perigee.demo.site;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * An MP4 file (ISO/IEC 14496-12 and -15) with one H.264 track whose index comes first, so that a player can begin with
 * the first bytes.
 */
final class Mp4File {

    private static final int LENGTH_BYTES = 4;
    private static final int BOX_HEAD = 8;
    private static final int[] UNITY = {0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000};

    private final int width;
    private final int height;
    private final int framesPerSecond;
    private final byte[] sequenceParameters;
    private final byte[] pictureParameters;
    private final List<byte[]> frames;
    private final int keyInterval;

    /**
     * A file.
     *
     * @param width in pixels
     * @param height in pixels
     * @param encoder made the frames
     * @param frames one H.264 unit each
     * @param keyInterval every how many frames one stands alone, from the first
     */
    Mp4File(int width, int height, int framesPerSecond, H264Encoder encoder, List<byte[]> frames, int keyInterval) {
        this.width = width;
        this.height = height;
        this.framesPerSecond = framesPerSecond;
        this.sequenceParameters = encoder.sequenceParameterSet();
        this.pictureParameters = encoder.pictureParameterSet();
        this.frames = List.copyOf(frames);
        this.keyInterval = keyInterval;
    }

    byte[] toBytes() {
        byte[] type = box("ftyp", out -> {
            out.writeBytes("isom");
            out.writeInt(0x200);
            out.writeBytes("isomiso2avc1mp41");
        });
        // The index says where the frames begin, which is after it: its length does not depend on what it says.
        int start = type.length + movie(0).length + BOX_HEAD;
        byte[] data = box("mdat", out -> {
            for (byte[] frame : frames) {
                out.writeInt(frame.length);
                out.write(frame);
            }
        });
        ByteArrayOutputStream file = new ByteArrayOutputStream(start + data.length);
        file.writeBytes(type);
        file.writeBytes(movie(start));
        file.writeBytes(data);
        return file.toByteArray();
    }

    private byte[] movie(int dataStart) {
        return box("moov", movie -> {
            movie.write(fullBox("mvhd", 0, out -> {
                times(out);
                out.writeInt(framesPerSecond);
                out.writeInt(frames.size());
                out.writeInt(0x10000); // normal speed
                out.writeShort(0x100); // full volume
                out.write(new byte[10]);
                matrix(out);
                out.write(new byte[24]);
                out.writeInt(2); // next track's id
            }));
            movie.write(box("trak", track -> {
                // Enabled, in the movie, in the preview.
                track.write(fullBox("tkhd", 7, out -> {
                    times(out);
                    out.writeInt(1); // id
                    out.writeInt(0);
                    out.writeInt(frames.size());
                    out.write(new byte[16]);
                    matrix(out);
                    out.writeInt(width << 16);
                    out.writeInt(height << 16);
                }));
                track.write(box("mdia", media -> media(media, dataStart)));
            }));
        });
    }

    private void media(DataOutputStream media, int dataStart) throws IOException {
        media.write(fullBox("mdhd", 0, out -> {
            times(out);
            out.writeInt(framesPerSecond);
            out.writeInt(frames.size());
            out.writeShort(0x55C4); // language: undetermined
            out.writeShort(0);
        }));
        media.write(fullBox("hdlr", 0, out -> {
            out.writeInt(0);
            out.writeBytes("vide");
            out.write(new byte[12]);
            out.write("Perigee\0".getBytes(StandardCharsets.US_ASCII));
        }));
        media.write(box("minf", information -> {
            information.write(fullBox("vmhd", 1, out -> out.write(new byte[8])));
            information.write(box(
                    "dinf",
                    out -> out.write(fullBox("dref", 0, reference -> {
                        reference.writeInt(1);
                        reference.write(fullBox("url ", 1, here -> {}));
                    }))));
            information.write(box("stbl", samples -> samples(samples, dataStart)));
        }));
    }

    private void samples(DataOutputStream samples, int dataStart) throws IOException {
        samples.write(fullBox("stsd", 0, out -> {
            out.writeInt(1);
            out.write(box("avc1", this::description));
        }));
        samples.write(fullBox("stts", 0, out -> {
            out.writeInt(1);
            out.writeInt(frames.size());
            out.writeInt(1); // each lasts one tick
        }));
        samples.write(fullBox("stss", 0, out -> {
            out.writeInt((frames.size() + keyInterval - 1) / keyInterval);
            for (int i = 0; i < frames.size(); i += keyInterval) {
                out.writeInt(i + 1);
            }
        }));
        samples.write(fullBox("stsc", 0, out -> {
            out.writeInt(1);
            out.writeInt(1); // from the first chunk on
            out.writeInt(frames.size()); // so many samples a chunk
            out.writeInt(1); // of the first description
        }));
        samples.write(fullBox("stsz", 0, out -> {
            out.writeInt(0);
            out.writeInt(frames.size());
            for (byte[] frame : frames) {
                out.writeInt(frame.length + LENGTH_BYTES);
            }
        }));
        samples.write(fullBox("stco", 0, out -> {
            out.writeInt(1);
            out.writeInt(dataStart);
        }));
    }

    private void description(DataOutputStream out) throws IOException {
        out.write(new byte[6]);
        out.writeShort(1); // data reference
        out.write(new byte[16]);
        out.writeShort(width);
        out.writeShort(height);
        out.writeInt(0x480000); // 72 dpi
        out.writeInt(0x480000);
        out.writeInt(0);
        out.writeShort(1); // a frame a sample
        out.write(new byte[32]);
        out.writeShort(24); // depth
        out.writeShort(-1);
        out.write(box("avcC", configuration -> {
            configuration.writeByte(1);
            configuration.write(sequenceParameters, 1, 3); // profile, constraints, level
            configuration.writeByte(0xFC | (LENGTH_BYTES - 1));
            configuration.writeByte(0xE0 | 1);
            configuration.writeShort(sequenceParameters.length);
            configuration.write(sequenceParameters);
            configuration.writeByte(1);
            configuration.writeShort(pictureParameters.length);
            configuration.write(pictureParameters);
        }));
    }

    private static void times(DataOutputStream out) throws IOException {
        out.writeInt(0); // created
        out.writeInt(0); // changed
    }

    private static void matrix(DataOutputStream out) throws IOException {
        for (int value : UNITY) {
            out.writeInt(value);
        }
    }

    private interface Content {
        void write(DataOutputStream out) throws IOException;
    }

    private static byte[] fullBox(String type, int flags, Content content) {
        return box(type, out -> {
            out.writeInt(flags);
            content.write(out);
        });
    }

    private static byte[] box(String type, Content content) {
        try {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            content.write(new DataOutputStream(body));
            ByteArrayOutputStream box = new ByteArrayOutputStream(body.size() + BOX_HEAD);
            DataOutputStream out = new DataOutputStream(box);
            out.writeInt(body.size() + BOX_HEAD);
            out.writeBytes(type);
            body.writeTo(out);
            return box.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
    }
}
