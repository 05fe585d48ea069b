package io.perigee.benchmarks.server;

import io.perigee.benchmarks.process.Executables;
import io.perigee.benchmarks.process.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Apache Traffic Server in a run root of its own: one event thread, hits from its RAM cache or from disk. */
public final class TrafficServer implements Contestant {

    private final InstalledProgram program;
    private final Storage storage;

    public TrafficServer(Executables executables, Storage storage) {
        this.storage = storage;
        this.program = new InstalledProgram(executables, "traffic_server", "trafficserver", "--version");
    }

    @Override
    public String name() {
        return "trafficserver";
    }

    @Override
    public Storage storage() {
        return storage;
    }

    @Override
    public Role role() {
        return Role.PEER;
    }

    @Override
    public String setup() {
        return "one event thread, "
                + switch (storage) {
                    case MEMORY -> "RAM cache for objects up to 16 MiB";
                    case DISK -> "no RAM cache, one thread that reads";
                }
                + ", access log in its own buffered format with ten fields";
    }

    @Override
    public Set<Transport> transports() {
        return Set.of(Transport.HTTP, Transport.TLS);
    }

    @Override
    public Availability availability() {
        return program.availability();
    }

    @Override
    public Started start(Stage stage) throws IOException {
        int http = FreePorts.next();
        int tls = FreePorts.next();
        Path root = stage.folder();
        for (String folder : List.of("cache", "log", "run")) {
            Files.createDirectories(root.resolve(folder));
        }
        stage.write("etc/records.config", records(root, http, tls, storage));
        stage.write("etc/storage.config", root.resolve("cache") + " " + Storage.DISK_MEBIBYTES + "M\n");
        stage.write("etc/remap.config", "map / " + stage.origin() + "/\n");
        stage.write("etc/plugin.config", "");
        stage.write(
                "etc/ssl_multicert.config",
                "dest_ip=* ssl_cert_name=" + stage.certificate() + " ssl_key_name=" + stage.key() + "\n");
        stage.write("etc/ip_allow.yaml", """
                ip_allow:
                  - apply: in
                    ip_addrs: 127.0.0.1
                    action: allow
                    methods: ALL
                """);
        stage.write("etc/logging.yaml", """
                logging:
                  formats:
                    - name: line
                      format: '%<chi> - %<caun> [%<cqtn>] "%<cqtx>" %<pssc> %<pscl> "%<{Referer}cqh>" "%<{User-Agent}cqh>" %<crc>'
                  logs:
                    - filename: access
                      format: line
                """);
        Path layout = stage.write("runroot.yaml", layout(root, program.path()));
        Process process = stage.run(List.of(program.path().toString(), "--run-root=" + layout), Map.of());
        return Started.onPorts(List.of(process), stage.output(), Map.of(Transport.HTTP, http, Transport.TLS, tls));
    }

    /** One thread of each kind that serves, as the others have one worker; {@code #-1}: stay who started it. */
    static String records(Path root, int http, int tls, Storage storage) {
        return """
                CONFIG proxy.config.exec_thread.autoconfig.enabled INT 0
                CONFIG proxy.config.exec_thread.limit INT 1
                CONFIG proxy.config.accept_threads INT 0
                CONFIG proxy.config.task_threads INT 1
                CONFIG proxy.config.cache.threads_per_disk INT 1
                CONFIG proxy.config.cache.ram_cache.size INT %4$d
                CONFIG proxy.config.cache.ram_cache_cutoff INT 16777216
                CONFIG proxy.config.http.server_ports STRING %2$d:ip-in=127.0.0.1 %3$d:ssl:ip-in=127.0.0.1
                CONFIG proxy.config.http.cache.required_headers INT 2
                CONFIG proxy.config.url_remap.remap_required INT 1
                CONFIG proxy.config.reverse_proxy.enabled INT 1
                CONFIG proxy.config.ssl.server.cert.path STRING %1$s/etc
                CONFIG proxy.config.ssl.server.private_key.path STRING %1$s/etc
                CONFIG proxy.config.admin.user_id STRING #-1
                CONFIG proxy.config.log.logging_enabled INT 3
                CONFIG proxy.config.log.max_secs_per_buffer INT 1
                """.formatted(root, http, tls, storage == Storage.MEMORY ? 512 << 20 : 0);
    }

    /** Where it finds its folders; the programs and modules are the installed ones. */
    private static String layout(Path root, Path program) {
        return """
                prefix: %1$s
                exec_prefix: %1$s
                bindir: %2$s
                sbindir: %2$s
                sysconfdir: %1$s/etc
                datadir: %1$s/cache
                includedir: %1$s
                libdir: %1$s
                libexecdir: %1$s
                localstatedir: %1$s/run
                runtimedir: %1$s/run
                logdir: %1$s/log
                mandir: %1$s
                infodir: %1$s
                cachedir: %1$s/cache
                """.formatted(root, program.getParent());
    }
}
