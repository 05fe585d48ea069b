package io.perigee.benchmarks.hitratio;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.tukaani.xz.XZInputStream;

/**
 * Public recordings as Caffeine's simulator ({@code com.github.ben-manes.caffeine:simulator}) carries them in its jar: requests to a
 * web cache with sizes, which come with AdaptSize (Berger, Sitaraman and Harchol-Balter, 2017), and product recommendations of Scarab
 * Research, whose recording has no sizes. Of the latter the first 400,000 requests: bodies are really kept.
 */
final class RecordedTraces {

    private static final String FOLDER = "com/github/benmanes/caffeine/cache/simulator/parser/";
    private static final String ADAPT_SIZE = FOLDER + "adapt_size/request.trace.xz";
    private static final String SCARAB = FOLDER + "scarab/scarab-recs.trace.xz";

    private static final int MOST_UNSIZED = 400_000;

    private RecordedTraces() {}

    static List<Workload> of(Path jar) throws IOException {
        try (ZipFile file = new ZipFile(jar.toFile())) {
            return List.of(sized("AdaptSize", open(file, jar, ADAPT_SIZE)), unsized("Scarab", open(file, jar, SCARAB)));
        }
    }

    private static InputStream open(ZipFile file, Path jar, String name) throws IOException {
        ZipEntry entry = file.getEntry(name);
        if (entry == null) {
            throw new IOException(jar + " has no " + name + "; it should be Caffeine's simulator 3.2.0");
        }
        return new BufferedInputStream(new XZInputStream(file.getInputStream(entry)));
    }

    /** Lines of time, object and bytes, separated by spaces. The size that came last is an object's size. */
    static Workload sized(String name, InputStream trace) throws IOException {
        Numbering<String> numbering = new Numbering<>();
        Map<Integer, Integer> bytes = new HashMap<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(trace, StandardCharsets.US_ASCII))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] fields = line.split(" ");
                if (fields.length == 3) {
                    bytes.put(numbering.next(fields[1]), Math.toIntExact(Math.max(1, Long.parseLong(fields[2]))));
                }
            }
        }
        return numbering.workload(
                name, IntStream.range(0, bytes.size()).map(bytes::get).toArray());
    }

    /** Numbers of 64 bits, the most significant byte first. */
    static Workload unsized(String name, InputStream trace) throws IOException {
        Numbering<Long> numbering = new Numbering<>();
        try (DataInputStream numbers = new DataInputStream(trace)) {
            while (numbering.requests.size() < MOST_UNSIZED) {
                numbering.next(numbers.readLong());
            }
        } catch (EOFException e) {
            // The recording is shorter than that.
        }
        return numbering.workload(
                name,
                IntStream.range(0, numbering.numbers.size()).map(Sizes::of).toArray());
    }

    /** Gives objects numbers in the order in which they are first asked for. */
    private static final class Numbering<K> {

        private final Map<K, Integer> numbers = new HashMap<>();
        private final List<Integer> requests = new ArrayList<>();

        int next(K object) {
            Integer number = numbers.computeIfAbsent(object, first -> numbers.size());
            requests.add(number);
            return number;
        }

        Workload workload(String name, int[] sizes) {
            return new Workload(
                    name, requests.stream().mapToInt(Integer::intValue).toArray(), sizes);
        }
    }
}
