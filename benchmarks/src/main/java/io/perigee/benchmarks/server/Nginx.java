package io.perigee.benchmarks.server;

import io.perigee.benchmarks.process.Executables;
import io.perigee.benchmarks.process.FreePorts;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** nginx with {@code proxy_cache}: one worker, files in memory or on disk, sent with {@code sendfile}. */
public final class Nginx implements Contestant {

    private final InstalledProgram program;
    private final Storage storage;

    public Nginx(Executables executables, Storage storage) {
        this.storage = storage;
        this.program = new InstalledProgram(executables, "nginx", "nginx", "-v");
    }

    @Override
    public String name() {
        return "nginx";
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
        return "one worker, proxy_cache on files " + (storage == Storage.DISK ? "on disk" : "in memory")
                + " with open_file_cache for all of them and sendfile, access log \"combined\" with a 64 KiB buffer,"
                + " tcp_nopush off (on, it stalls on loopback)";
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
        Path folder = stage.folder();
        Path file = stage.write(
                "nginx.conf", configuration(folder, http, tls, stage.origin(), stage.certificate(), stage.key()));
        Process process = stage.run(
                List.of(program.path().toString(), "-p", folder.toString(), "-c", file.toString(), "-e", "error.log"),
                Map.of());
        return Started.onPorts(List.of(process), stage.output(), Map.of(Transport.HTTP, http, Transport.TLS, tls));
    }

    static String configuration(Path folder, int http, int tls, URI origin, Path certificate, Path key) {
        // The worker has to read what only this user may read.
        String user = "root".equals(System.getProperty("user.name")) ? "user root;\n" : "";
        return user + """
                daemon off;
                worker_processes 1;
                worker_rlimit_nofile 32768;
                pid %1$s/nginx.pid;
                error_log %1$s/error.log warn;
                events {
                    worker_connections 4096;
                }
                http {
                    access_log %1$s/access.log combined buffer=64k flush=1s;
                    sendfile on;
                    tcp_nopush off;
                    tcp_nodelay on;
                    keepalive_timeout 60s;
                    keepalive_requests 1000000000;
                    open_file_cache max=20000 inactive=600s;
                    proxy_cache_path %1$s/cache levels=1:2 keys_zone=bench:10m max_size=1g inactive=1d use_temp_path=off;
                    client_body_temp_path %1$s/body;
                    proxy_temp_path %1$s/proxy;
                    fastcgi_temp_path %1$s/fastcgi;
                    uwsgi_temp_path %1$s/uwsgi;
                    scgi_temp_path %1$s/scgi;
                    server {
                        listen 127.0.0.1:%2$d;
                        listen 127.0.0.1:%3$d ssl;
                        ssl_certificate %5$s;
                        ssl_certificate_key %6$s;
                        ssl_protocols TLSv1.3;
                        location / {
                            proxy_pass %4$s;
                            proxy_cache bench;
                            proxy_http_version 1.1;
                            proxy_set_header Connection "";
                            add_header X-Cache $upstream_cache_status;
                        }
                    }
                }
                """.formatted(folder, http, tls, origin, certificate, key);
    }
}
