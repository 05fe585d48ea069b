package io.perigee.functions.javascript;

import com.caoccao.javet.interfaces.IJavetLogger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engine's own messages: what fails reaches callers as exceptions, so this is for those who look for more. */
enum QuietLogger implements IJavetLogger {
    INSTANCE;

    private static final Logger LOG = LoggerFactory.getLogger(V8Engine.class);

    @Override
    public void debug(String message) {
        LOG.trace(message);
    }

    @Override
    public void info(String message) {
        LOG.trace(message);
    }

    @Override
    public void warn(String message) {
        LOG.debug(message);
    }

    @Override
    public void error(String message) {
        LOG.debug(message);
    }

    @Override
    public void error(String message, Throwable cause) {
        LOG.debug(message, cause);
    }
}
