package io.perigee.system;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import com.github.dockerjava.api.model.Volume;
import io.perigee.testkit.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/**
 * A node in a container, as hardened as the manifests have it: another user than root, no capabilities, a root file system that
 * cannot be written. Its ports on this machine stay the same over its restarts.
 */
final class NodeContainer extends GenericContainer<NodeContainer> {

    private static final long MEMORY = 512L << 20;
    private static final int STOP_SECONDS = 60;

    private final Map<Integer, Integer> published = new LinkedHashMap<>();
    private final Path configuration;
    private final String address;

    /**
     * @param id its name in the network
     * @param address its address in the network
     * @param configuration the folder with {@code config.yaml} and the files that it names
     */
    NodeContainer(Role role, String id, Network network, String address, Path configuration) {
        super(DockerImageName.parse(Images.of(role)));
        this.configuration = configuration;
        this.address = address;
        Stream.concat(role.ports().stream(), Stream.of(Role.MANAGEMENT))
                .forEach(port -> published.put(port, freePort()));
        withImagePullPolicy(image -> false);
        withNetwork(network);
        withNetworkAliases(id);
        withExposedPorts(published.keySet().toArray(Integer[]::new));
        withCreateContainerCmdModifier(this::harden);
        waitingFor(Wait.forHttp("/healthz").forPort(Role.MANAGEMENT).withStartupTimeout(Duration.ofMinutes(3)));
    }

    private void harden(CreateContainerCmd command) {
        List<PortBinding> ports = new ArrayList<>();
        published.forEach((inside, outside) ->
                ports.add(new PortBinding(Ports.Binding.bindIpAndPort("127.0.0.1", outside), ExposedPort.tcp(inside))));
        HostConfig host = Objects.requireNonNull(command.getHostConfig());
        host.withPortBindings(ports)
                .withBinds(new Bind(configuration.toString(), new Volume("/etc/perigee"), AccessMode.ro))
                .withTmpFs(Map.of("/tmp", "rw,exec,nosuid,size=128m"))
                .withReadonlyRootfs(true)
                .withCapDrop(Capability.ALL)
                .withSecurityOpts(List.of("no-new-privileges"))
                .withMemory(MEMORY);
        command.withStopTimeout(STOP_SECONDS).withIpv4Address(address);
    }

    private static int freePort() {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its address in the network, the same over its restarts. */
    String address() {
        return address;
    }

    /** Where this machine reaches a port of it. */
    URI url(int port) {
        return URI.create("http://127.0.0.1:" + Objects.requireNonNull(published.get(port)));
    }

    /** Sends SIGKILL. */
    void kill() {
        engine().killContainerCmd(getContainerId()).exec();
    }

    /** Sends SIGTERM, as an engine and a kubelet do, and returns its exit code. */
    long stopped() {
        engine().stopContainerCmd(getContainerId()).withTimeout(STOP_SECONDS).exec();
        return state().getExitCodeLong();
    }

    /** Sends SIGTERM and does not wait. */
    void terminate() {
        signal("SIGTERM");
    }

    private void signal(String name) {
        engine().killContainerCmd(getContainerId()).withSignal(name).exec();
    }

    /** The exit code, once it has ended. */
    long ended() {
        Await.until("the node has ended", () -> Boolean.FALSE.equals(state().getRunning()));
        return state().getExitCodeLong();
    }

    /** Starts it again after its end. */
    void startAgain() {
        engine().startContainerCmd(getContainerId()).exec();
    }

    /** Lets the node stand still (SIGSTOP): the engine's own pause, of all processes, fails on a busy machine. */
    void pause() {
        signal("SIGSTOP");
    }

    /** Lets it go on. */
    void resume() {
        signal("SIGCONT");
    }

    /** The node's process as this machine numbers it; 0 if it does not run. */
    long process() {
        return Objects.requireNonNullElse(state().getPidLong(), 0L);
    }

    /** What the engine knows of it now. */
    InspectContainerResponse.ContainerState state() {
        return engine().inspectContainerCmd(getContainerId()).exec().getState();
    }

    private static DockerClient engine() {
        return DockerClientFactory.lazyClient();
    }
}
