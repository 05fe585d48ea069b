package io.perigee.demo.site;

/** Smooth value noise in space, the same for the same seed on every machine. */
final class Noise {

    private final int seed;

    Noise(int seed) {
        this.seed = seed;
    }

    /** Noise with detail down to {@code octaves} halvings of scale, 0 to 1. */
    double fractal(double x, double y, double z, int octaves) {
        double sum = 0;
        double weight = 0.5;
        double total = 0;
        for (int i = 0; i < octaves; i++) {
            sum += weight * at(x, y, z);
            total += weight;
            weight /= 2;
            x *= 2;
            y *= 2;
            z *= 2;
        }
        return sum / total;
    }

    private double at(double x, double y, double z) {
        int ix = (int) Math.floor(x);
        int iy = (int) Math.floor(y);
        int iz = (int) Math.floor(z);
        double fx = smooth(x - ix);
        double fy = smooth(y - iy);
        double fz = smooth(z - iz);
        double near = mix(
                mix(corner(ix, iy, iz), corner(ix + 1, iy, iz), fx),
                mix(corner(ix, iy + 1, iz), corner(ix + 1, iy + 1, iz), fx),
                fy);
        double far = mix(
                mix(corner(ix, iy, iz + 1), corner(ix + 1, iy, iz + 1), fx),
                mix(corner(ix, iy + 1, iz + 1), corner(ix + 1, iy + 1, iz + 1), fx),
                fy);
        return mix(near, far, fz);
    }

    private double corner(int x, int y, int z) {
        int h = seed ^ (x * 0x9E3779B1) ^ (y * 0x85EBCA77) ^ (z * 0xC2B2AE3D);
        h = (h ^ (h >>> 15)) * 0x2C1B3C6D;
        h = (h ^ (h >>> 12)) * 0x297A2D39;
        h ^= h >>> 15;
        return (h >>> 8) / (double) (1 << 24);
    }

    private static double smooth(double t) {
        return t * t * (3 - 2 * t);
    }

    private static double mix(double a, double b, double t) {
        return a + (b - a) * t;
    }
}
