package io.perigee.cluster;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A network path under a test's control: it can be cut (connections break) or frozen (bytes wait, nothing breaks). */
final class TcpProxy implements AutoCloseable {

    private final ServerSocket listener;
    private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile InetSocketAddress target;
    private volatile boolean cut;
    private boolean frozen;

    TcpProxy(String target) throws IOException {
        this.target = address(target);
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    String address() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    /** Leads somewhere else from the next connection on. */
    void lead(String to) {
        target = address(to);
    }

    void cut() throws IOException {
        cut = true;
        for (Closeable socket : open) {
            socket.close();
        }
    }

    void mend() {
        cut = false;
    }

    void freeze(boolean on) {
        lock.lock();
        try {
            frozen = on;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void accept() throws IOException {
        while (true) {
            Socket near = listener.accept();
            if (cut) {
                near.close();
                continue;
            }
            Socket far = new Socket();
            try {
                far.connect(target);
            } catch (IOException unreachable) {
                near.close();
                continue;
            }
            open.add(near);
            open.add(far);
            start(() -> pump(near, far));
            start(() -> pump(far, near));
        }
    }

    private void pump(Socket from, Socket to) throws IOException {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[8192];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                waitWhileFrozen();
                out.write(buffer, 0, read);
            }
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private void waitWhileFrozen() {
        lock.lock();
        try {
            while (frozen) {
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() throws IOException {
        freeze(false);
        listener.close();
        cut();
    }

    private static InetSocketAddress address(String hostAndPort) {
        int colon = hostAndPort.lastIndexOf(':');
        return new InetSocketAddress(
                hostAndPort.substring(0, colon), Integer.parseInt(hostAndPort.substring(colon + 1)));
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void start(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException over) {
                        // The connection, or the proxy, was closed: which is what it is for.
                    }
                },
                "tcp-proxy");
        thread.setDaemon(true);
        thread.start();
    }
}
