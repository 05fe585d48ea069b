package io.perigee.functions.host;

import static java.util.Objects.requireNonNull;

import io.perigee.functions.Blocking;
import io.perigee.functions.EdgeFunction;
import io.perigee.functions.EventType;
import io.perigee.functions.FunctionId;
import io.perigee.functions.FunctionOutput;
import io.perigee.functions.FunctionTier;
import io.perigee.functions.RequestEvent;
import io.perigee.functions.ResponseEvent;
import io.perigee.functions.runtime.DeployedFunction;
import io.perigee.functions.runtime.FunctionDeploymentException;
import io.perigee.functions.runtime.FunctionDeploymentException.Reason;
import io.perigee.functions.runtime.FunctionRuntime;
import io.perigee.functions.runtime.FunctionSource;
import io.perigee.functions.runtime.RunningFunction;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Runs {@link EdgeFunction}s as verticles of the node's own Vert.x; and classes that implement {@code RequestHandler} or
 * {@code RequestStreamHandler} of {@code aws-lambda-java-core}, as blocking ones that can be called at each point.
 */
final class VerticleRuntime implements FunctionRuntime<FunctionSource.Verticle> {
    private final Vertx vertx;
    private final FunctionLimits limits;
    private final FunctionOutput output;
    private final Watchdog watchdog;

    VerticleRuntime(Vertx vertx, FunctionLimits limits, FunctionOutput output, Watchdog watchdog) {
        this.vertx = vertx;
        this.output = output;
        this.limits = limits;
        this.watchdog = watchdog;
    }

    @Override
    public Future<RunningFunction> start(FunctionId id, FunctionSource.Verticle source) {
        return vertx.executeBlocking(() -> load(id, source)).compose(loaded -> start(id, requireNonNull(loaded)));
    }

    /**
     * A class that can be run, and what to close when it does no longer.
     *
     * @param constructor of an {@link EdgeFunction}, or of a handler for Lambda's Java runtime
     */
    private record Loaded(
            Class<?> type,
            Constructor<?> constructor,
            Set<EventType> handlers,
            boolean blocking,
            AutoCloseable loader) {}

    private Loaded load(FunctionId id, FunctionSource.Verticle source) {
        return switch (source) {
            case FunctionSource.VerticleClass local -> inspect(local.type(), () -> {});
            case FunctionSource.VerticleJar jar -> loadJar(id, jar);
        };
    }

    private Loaded loadJar(FunctionId id, FunctionSource.VerticleJar source) {
        FunctionJar jar = FunctionJar.open(source.path(), limits.maxJarBytes());
        String entryClass = jar.entryClass(source.handler());
        FunctionClassLoader loader;
        try {
            loader = new FunctionClassLoader(id.toString(), source.path(), EdgeFunction.class.getClassLoader());
        } catch (IOException notALocation) {
            throw new FunctionDeploymentException(
                    Reason.UNREADABLE_JAR, source.path() + " cannot be read: " + notALocation, notALocation);
        }
        try {
            return inspect(loadEntry(loader, entryClass, jar), loader);
        } catch (RuntimeException refused) {
            closeQuietly(loader, refused);
            throw refused;
        }
    }

    private static Class<?> loadEntry(ClassLoader loader, String entryClass, FunctionJar jar) {
        try {
            return Class.forName(entryClass, false, loader);
        } catch (ClassNotFoundException missing) {
            throw new FunctionDeploymentException(
                    Reason.CLASS_NOT_LOADABLE, jar.path() + " has no class " + entryClass, missing);
        } catch (LinkageError broken) {
            throw new FunctionDeploymentException(
                    Reason.CLASS_NOT_LOADABLE, "class " + entryClass + " cannot be loaded: " + broken, broken);
        }
    }

    private static Loaded inspect(Class<?> entry, AutoCloseable loader) {
        String name = entry.getName();
        boolean handler = JavaHandler.isOne(entry);
        if (!handler && !EdgeFunction.class.isAssignableFrom(entry)) {
            throw new FunctionDeploymentException(
                    Reason.WRONG_TYPE,
                    "class " + name + " does not extend " + EdgeFunction.class.getName()
                            + ", and is no RequestHandler or RequestStreamHandler of Lambda's");
        }
        if (Modifier.isAbstract(entry.getModifiers()) || !Modifier.isPublic(entry.getModifiers())) {
            throw new FunctionDeploymentException(Reason.WRONG_TYPE, "class " + name + " is not public and concrete");
        }
        Set<EventType> handlers;
        Constructor<?> constructor;
        try {
            constructor = entry.getConstructor();
            handlers = handler ? EnumSet.allOf(EventType.class) : handlers(entry.asSubclass(EdgeFunction.class));
        } catch (NoSuchMethodException missing) {
            throw new FunctionDeploymentException(
                    Reason.WRONG_TYPE, "class " + name + " has no public constructor without parameters", missing);
        } catch (LinkageError broken) {
            throw new FunctionDeploymentException(
                    Reason.CLASS_NOT_LOADABLE, "a class that " + name + " needs cannot be loaded: " + broken, broken);
        }
        if (handlers.isEmpty()) {
            throw new FunctionDeploymentException(
                    Reason.NO_HANDLER,
                    "class " + name
                            + " overrides none of viewerRequest, originRequest, originResponse, viewerResponse");
        }
        return new Loaded(entry, constructor, handlers, handler || entry.isAnnotationPresent(Blocking.class), loader);
    }

    private static Set<EventType> handlers(Class<? extends EdgeFunction> type) throws NoSuchMethodException {
        Set<EventType> handlers = EnumSet.noneOf(EventType.class);
        for (EventType point : EventType.values()) {
            String method = switch (point) {
                case VIEWER_REQUEST -> "viewerRequest";
                case ORIGIN_REQUEST -> "originRequest";
                case ORIGIN_RESPONSE -> "originResponse";
                case VIEWER_RESPONSE -> "viewerResponse";
            };
            Class<?> event = point.isRequest() ? RequestEvent.class : ResponseEvent.class;
            if (type.getMethod(method, event).getDeclaringClass() != EdgeFunction.class) {
                handlers.add(point);
            }
        }
        return handlers;
    }

    private Future<RunningFunction> start(FunctionId id, Loaded loaded) {
        boolean blocking = loaded.blocking();
        int instances = blocking ? limits.blockingInstances() : limits.eventLoopInstances();
        DeploymentOptions options = new DeploymentOptions()
                .setInstances(instances)
                .setThreadingModel(blocking ? ThreadingModel.VIRTUAL_THREAD : ThreadingModel.EVENT_LOOP)
                .setClassLoader(loaded.type().getClassLoader());
        List<VerticleInstance> created = new CopyOnWriteArrayList<>();
        Future<String> deployed = vertx.executeBlocking(() -> {
                    for (int i = 0; i < instances; i++) {
                        EdgeFunction function = function(id, instantiate(loaded.constructor()));
                        created.add(new VerticleInstance(
                                id, function, blocking, started -> withinStartTimeout(id, started)));
                    }
                    return created.iterator();
                })
                .compose(each -> vertx.deployVerticle(requireNonNull(each)::next, options));
        return withinStartTimeout(id, deployed)
                .<RunningFunction>map(deployment -> new VerticleFunction(
                        vertx,
                        new DeployedFunction(
                                id, FunctionTier.VERTICLE, loaded.type().getName(), loaded.handlers()),
                        List.copyOf(created),
                        deployment,
                        loaded.loader(),
                        limits))
                .recover(failure -> {
                    FunctionDeploymentException refused = asRefusal(id, failure);
                    // A start that comes through after all has nobody to run for.
                    deployed.compose(vertx::undeploy).onComplete(done -> closeQuietly(loaded.loader(), refused));
                    return Future.failedFuture(refused);
                });
    }

    private EdgeFunction function(FunctionId id, Object instance) {
        return instance instanceof EdgeFunction function
                ? function
                : new HandlerVerticle(id, JavaHandler.of(instance), limits, output, watchdog::now);
    }

    private static Object instantiate(Constructor<?> constructor) throws Exception {
        try {
            return constructor.newInstance();
        } catch (InvocationTargetException thrown) {
            throw new FunctionDeploymentException(
                    Reason.START_FAILED,
                    constructor.getDeclaringClass().getName() + "'s constructor failed: " + thrown.getCause(),
                    thrown.getCause());
        } catch (LinkageError broken) {
            throw new FunctionDeploymentException(
                    Reason.CLASS_NOT_LOADABLE,
                    "a class that " + constructor.getDeclaringClass().getName() + " needs cannot be loaded: " + broken,
                    broken);
        }
    }

    private <T> Future<T> withinStartTimeout(FunctionId id, Future<T> start) {
        return Deadline.over(
                watchdog,
                start,
                limits.startTimeout(),
                () -> new FunctionDeploymentException(
                        Reason.START_FAILED,
                        id + " did not start within " + limits.startTimeout().toMillis() + " ms"));
    }

    private static FunctionDeploymentException asRefusal(FunctionId id, Throwable failure) {
        return failure instanceof FunctionDeploymentException refused
                ? refused
                : new FunctionDeploymentException(Reason.START_FAILED, id + " failed to start: " + failure, failure);
    }

    private static void closeQuietly(AutoCloseable loader, Throwable because) {
        try {
            loader.close();
        } catch (Exception e) {
            because.addSuppressed(e);
        }
    }
}
