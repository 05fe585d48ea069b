package io.perigee.benchmarks.functions;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The functions that are measured: each adds one header to the request, and does nothing else unless it is hostile. */
final class Samples {
    static final String SCRIPT = """
            function handler(event) {
                var request = event.request;
                request.headers['x-added'] = {value: '1'};
                return request;
            }
            """;

    static final String NODE = """
            exports.handler = async (event) => {
                const request = event.Records[0].cf.request;
                request.headers['x-added'] = [{key: 'X-Added', value: '1'}];
                return request;
            };
            """;

    static final String PYTHON = """
            def handler(event, context):
                request = event['Records'][0]['cf']['request']
                request['headers']['x-added'] = [{'key': 'X-Added', 'value': '1'}]
                return request
            """;

    private final Path directory;

    Samples(Path directory) {
        this.directory = directory;
    }

    Path script(String name, String code) {
        return write(name + ".js", code.getBytes(StandardCharsets.UTF_8));
    }

    /** A zip with that one file in it. */
    Path zip(String name, String file, String code) {
        return zip(name + ".zip", Map.of(file, code.getBytes(StandardCharsets.UTF_8)));
    }

    /** A jar with that class of this program. */
    Path jar(String name, Class<?> type) {
        String file = type.getName().replace('.', '/') + ".class";
        try (InputStream code = type.getClassLoader().getResourceAsStream(file)) {
            if (code == null) {
                throw new IllegalStateException("this program does not hold " + file);
            }
            return zip(name + ".jar", Map.of(file, code.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path zip(String name, Map<String, byte[]> files) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : new LinkedHashMap<>(files).entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return write(name, bytes.toByteArray());
    }

    private Path write(String name, byte[] bytes) {
        try {
            return Files.write(directory.resolve(name), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
