package io.perigee.geo.mmdb;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The data section of a MaxMind DB. Equal values are written once. */
final class MmdbEncoder {
    private static final int STRING = 2;
    private static final int DOUBLE = 3;
    private static final int UINT32 = 6;
    private static final int MAP = 7;
    private static final int UINT64 = 9;
    private static final int ARRAY = 11;
    private static final int BOOLEAN = 14;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Map<Object, Integer> written = new HashMap<>();

    /** Writes the value unless an equal one is there; where it is in the section. */
    int offsetOf(Object value) {
        Integer known = written.get(value);
        if (known != null) {
            return known;
        }
        int offset = out.size();
        write(value);
        written.put(value, offset);
        return offset;
    }

    byte[] toBytes() {
        return out.toByteArray();
    }

    private void write(Object value) {
        switch (value) {
            case String text -> {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                control(STRING, bytes.length);
                out.writeBytes(bytes);
            }
            case Double number -> {
                control(DOUBLE, Double.BYTES);
                out.writeBytes(
                        ByteBuffer.allocate(Double.BYTES).putDouble(number).array());
            }
            case Boolean flag -> control(BOOLEAN, flag ? 1 : 0);
            case Integer number -> unsigned(UINT32, number);
            case Long number -> unsigned(UINT64, number);
            case List<?> list -> {
                control(ARRAY, list.size());
                list.forEach(this::write);
            }
            case Map<?, ?> map -> {
                control(MAP, map.size());
                map.forEach((key, element) -> {
                    write(key);
                    write(element);
                });
            }
            default ->
                throw new IllegalArgumentException("a value of " + value.getClass()
                        + ": expected String, Double, Boolean, Integer, Long, List or Map");
        }
    }

    /** Big-endian, without leading zero bytes. */
    private void unsigned(int type, long number) {
        if (number < 0) {
            throw new IllegalArgumentException("number " + number + ": expected 0 or more");
        }
        int bytes = (Long.SIZE - Long.numberOfLeadingZeros(number) + 7) / 8;
        control(type, bytes);
        for (int i = bytes - 1; i >= 0; i--) {
            out.write((int) (number >>> (8 * i)));
        }
    }

    /** The control byte, for types past 7 the type's own byte, and the size's bytes for sizes past 28. */
    private void control(int type, int size) {
        int sizeBits = size < 29 ? size : size < 285 ? 29 : size < 65_821 ? 30 : 31;
        out.write((type <= 7 ? type << 5 : 0) | sizeBits);
        if (type > 7) {
            out.write(type - 7);
        }
        switch (sizeBits) {
            case 29 -> out.write(size - 29);
            case 30 -> {
                out.write((size - 285) >>> 8);
                out.write(size - 285);
            }
            case 31 -> {
                out.write((size - 65_821) >>> 16);
                out.write((size - 65_821) >>> 8);
                out.write(size - 65_821);
            }
            default -> {}
        }
    }
}
