package io.perigee.node.process;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmHeapPressureMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.netty.util.internal.PlatformDependent;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Objects;

/**
 * What every node tells of itself, whatever its role:
 *
 * <ul>
 *   <li>the JVM's and the process's basics, by Micrometer's names: {@code jvm_memory_used_bytes}, {@code jvm_gc_pause_seconds},
 *       {@code jvm_memory_usage_after_gc}, {@code process_cpu_usage}, {@code process_files_open_files}, …
 *   <li>{@code perigee_build_info{role,version}}: 1
 *   <li>{@code perigee_ready}: 1 if {@code /readyz} answers 200
 *   <li>{@code perigee_direct_memory_used_bytes}, {@code perigee_direct_memory_max_bytes}: buffers outside the heap, which the JVM's own
 *       numbers leave out
 *   <li>{@code perigee_event_loop_delay_seconds}: how late event loops come to what was due
 * </ul>
 */
final class ProcessMeters implements AutoCloseable {

    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final JvmHeapPressureMetrics pressure = new JvmHeapPressureMetrics();
    private final EventLoopDelay delay;

    /** Registers and begins to measure; once per registry. */
    ProcessMeters(Vertx vertx, String role, Readiness readiness, MeterRegistry registry) {
        List<MeterBinder> binders = List.of(
                new JvmMemoryMetrics(),
                new JvmThreadMetrics(),
                new ClassLoaderMetrics(),
                new ProcessorMetrics(),
                new UptimeMetrics(),
                new FileDescriptorMetrics(),
                collections,
                pressure);
        binders.forEach(binder -> binder.bindTo(registry));
        Gauge.builder("perigee.build.info", () -> 1)
                .description("The program that runs")
                .tags(Tags.of("role", role, "version", version()))
                .register(registry);
        Gauge.builder("perigee.ready", readiness, ready -> ready.isReady() ? 1 : 0)
                .description("1 while the node is ready for requests")
                .register(registry);
        Gauge.builder("perigee.direct.memory.used", PlatformDependent::usedDirectMemory)
                .baseUnit("bytes")
                .description("Memory outside the heap that buffers take, in the whole process")
                .register(registry);
        Gauge.builder("perigee.direct.memory.max", PlatformDependent::maxDirectMemory)
                .baseUnit("bytes")
                .description("The most memory outside the heap that buffers may take")
                .register(registry);
        delay = new EventLoopDelay(vertx, registry);
        delay.start();
    }

    private static String version() {
        return Objects.requireNonNullElse(ProcessMeters.class.getPackage().getImplementationVersion(), "development");
    }

    @Override
    public void close() {
        delay.stop();
        collections.close();
        pressure.close();
    }
}
