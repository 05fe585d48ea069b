package io.perigee.demo.site;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * Encodes H.264 in its simplest form, which every decoder knows: macroblocks that changed are stored as they are (I_PCM),
 * those that did not are skipped. No prediction, no transform, so it is short, exact and fast, and its output is large,
 * which suits a film that is to show what a CDN does with large files.
 *
 * <p>Constrained Baseline profile, level 4.0, 4:2:0, one slice a picture, deblocking off.
 */
final class H264Encoder {

    private static final int PROFILE = 66;
    private static final int CONSTRAINTS = 0xC0;
    private static final int LEVEL = 40;
    private static final int FRAME_NUMBER_BITS = 8;

    private static final int I_PCM = 25;

    /** In P slices, intra types follow the five inter types. */
    private static final int I_PCM_IN_P = 5 + I_PCM;

    /** 256 samples of luma, 64 of each chroma. */
    static final int MACROBLOCK_BYTES = 384;

    private final int widthInMacroblocks;
    private final int heightInMacroblocks;
    private byte[][] previous = new byte[0][];
    private int frameNumber;
    private int idrPictures;

    H264Encoder(int widthInMacroblocks, int heightInMacroblocks) {
        this.widthInMacroblocks = widthInMacroblocks;
        this.heightInMacroblocks = heightInMacroblocks;
    }

    byte[] sequenceParameterSet() {
        byte[] payload = new BitWriter()
                .u(8, PROFILE)
                .u(8, CONSTRAINTS)
                .u(8, LEVEL)
                .ue(0) // its id
                .ue(FRAME_NUMBER_BITS - 4)
                .ue(2) // pictures are shown in the order they are coded
                .ue(1) // one reference picture
                .u(1, 0) // no gaps in frame numbers
                .ue(widthInMacroblocks - 1)
                .ue(heightInMacroblocks - 1)
                .u(1, 1) // frames only
                .u(1, 1) // direct 8x8 inference
                .u(1, 0) // no cropping
                .u(1, 0) // no usability information
                .finish();
        return unit(0x67, payload);
    }

    byte[] pictureParameterSet() {
        byte[] payload = new BitWriter()
                .ue(0) // its id
                .ue(0) // the sequence's id
                .u(1, 0) // CAVLC
                .u(1, 0) // no picture order in slices
                .ue(0) // one slice group
                .ue(0) // one reference in list 0
                .ue(0) // one reference in list 1
                .u(1, 0) // no weighted prediction
                .u(2, 0) // none for B either
                .ue(0) // quantiser
                .ue(0) // quantiser of switching pictures
                .ue(0) // chroma quantiser's offset
                .u(1, 1) // slices say whether to deblock
                .u(1, 0) // intra prediction not constrained
                .u(1, 0) // no redundant pictures
                .finish();
        return unit(0x68, payload);
    }

    /**
     * Encodes the next picture.
     *
     * @param macroblocks in raster order, {@value #MACROBLOCK_BYTES} bytes each: luma, Cb, Cr
     * @param key whether it stands alone
     * @return one network abstraction layer unit, without a prefix
     */
    byte[] encode(byte[][] macroblocks, boolean key) {
        BitWriter bits = new BitWriter();
        if (key) {
            frameNumber = 0;
            sliceHead(bits, 7).ue(idrPictures++ & 1).u(1, 0).u(1, 0);
            sliceHeadEnd(bits);
            for (byte[] macroblock : macroblocks) {
                bits.ue(I_PCM).align().bytes(macroblock, 0, MACROBLOCK_BYTES);
            }
        } else {
            frameNumber = (frameNumber + 1) % (1 << FRAME_NUMBER_BITS);
            sliceHead(bits, 5).u(1, 0).u(1, 0).u(1, 0);
            sliceHeadEnd(bits);
            int skipped = 0;
            for (int i = 0; i < macroblocks.length; i++) {
                if (Arrays.equals(macroblocks[i], previous[i])) {
                    skipped++;
                } else {
                    bits.ue(skipped).ue(I_PCM_IN_P).align().bytes(macroblocks[i], 0, MACROBLOCK_BYTES);
                    skipped = 0;
                }
            }
            if (skipped > 0) {
                bits.ue(skipped);
            }
        }
        previous = macroblocks;
        return unit(key ? 0x65 : 0x41, bits.finish());
    }

    private BitWriter sliceHead(BitWriter bits, int sliceType) {
        return bits.ue(0).ue(sliceType).ue(0).u(FRAME_NUMBER_BITS, frameNumber);
    }

    private static void sliceHeadEnd(BitWriter bits) {
        bits.ue(0) // quantiser's difference
                .ue(1); // no deblocking
    }

    /** A unit with its head; a byte 3 is put in where the payload would look like a start code (section 7.4.1). */
    private static byte[] unit(int head, byte[] payload) {
        ByteArrayOutputStream unit = new ByteArrayOutputStream(payload.length + 16);
        unit.write(head);
        int zeros = 0;
        for (byte b : payload) {
            if (zeros >= 2 && (b & 0xff) <= 3) {
                unit.write(3);
                zeros = 0;
            }
            unit.write(b);
            zeros = b == 0 ? zeros + 1 : 0;
        }
        return unit.toByteArray();
    }
}
