package io.perigee.cli.terminal;

/** How far a long piece of work has come. To be closed when it has ended, well or not. */
public interface Progress extends AutoCloseable {

    /**
     * Says how far it is.
     *
     * @param done how many of {@code all}
     * @param detail what is still missing, in words; may be empty
     */
    void at(long done, long all, String detail);

    @Override
    void close();
}
