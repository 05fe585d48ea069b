package io.perigee.cli.prewarm;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads sitemaps and sitemap indexes (<a href="https://www.sitemaps.org/protocol.html">sitemaps.org</a>), gzipped or not. Document type
 * declarations are refused, and with them all entities but XML's own; what is larger than the protocol allows is as well.
 */
final class SitemapReader {

    /** The protocol's limit, uncompressed. */
    static final long MOST_BYTES = 50L << 20;

    /** The protocol's limit, of pages as of sitemaps in an index. */
    static final int MOST_ENTRIES = 50_000;

    private static final int LONGEST_URL = 2_048;
    private static final int GZIP_MAGIC_1 = 0x1f;
    private static final int GZIP_MAGIC_2 = 0x8b;

    private SitemapReader() {}

    /** What a file lists. */
    sealed interface Sitemap {
        List<String> urls();

        record Pages(List<String> urls) implements Sitemap {}

        record Index(List<String> urls) implements Sitemap {}
    }

    /**
     * Reads one file.
     *
     * @throws IOException if it cannot be read, or is no sitemap; the message says why
     */
    static Sitemap read(InputStream raw) throws IOException {
        try (InputStream in = bounded(unzipped(raw))) {
            return parse(in);
        } catch (XMLStreamException e) {
            if (e.getNestedException() instanceof TooLargeException tooLarge) {
                throw tooLarge;
            }
            throw new IOException(
                    "it is not well-formed XML without document type: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
                    e);
        }
    }

    private static Sitemap parse(InputStream in) throws XMLStreamException, IOException {
        XMLStreamReader xml = factory().createXMLStreamReader(in);
        List<String> urls = new ArrayList<>();
        String root = "";
        int depth = 0;
        while (xml.hasNext()) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    depth++;
                    if (depth == 1) {
                        root = xml.getLocalName();
                        if (!root.equals("urlset") && !root.equals("sitemapindex")) {
                            throw new IOException("its root is <" + root + ">, not <urlset> or <sitemapindex>");
                        }
                    } else if (depth == 3 && xml.getLocalName().equals("loc")) {
                        // Reads up to the element's end.
                        add(xml.getElementText().strip(), urls);
                        depth--;
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> depth--;
                case XMLStreamConstants.DTD -> throw new IOException("it has a document type declaration");
                default -> {
                    // Text between elements, comments: nothing that is asked for.
                }
            }
        }
        return root.equals("urlset") ? new Sitemap.Pages(urls) : new Sitemap.Index(urls);
    }

    private static void add(String url, List<String> urls) throws IOException {
        if (url.length() > LONGEST_URL) {
            throw new IOException("it has a URL of more than " + LONGEST_URL + " characters");
        }
        urls.add(url);
        if (urls.size() > MOST_ENTRIES) {
            throw new IOException("it has more than " + MOST_ENTRIES + " entries");
        }
    }

    /** Nothing is ever fetched or expanded, whatever the document says. */
    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> InputStream.nullInputStream());
        return factory;
    }

    private static InputStream unzipped(InputStream raw) throws IOException {
        BufferedInputStream in = new BufferedInputStream(raw);
        in.mark(2);
        boolean zipped = in.read() == GZIP_MAGIC_1 && in.read() == GZIP_MAGIC_2;
        in.reset();
        return zipped ? new GZIPInputStream(in) : in;
    }

    private static InputStream bounded(InputStream in) {
        return new FilterInputStream(in) {
            private long left = MOST_BYTES;

            @Override
            public int read() throws IOException {
                int value = super.read();
                count(value < 0 ? 0 : 1);
                return value;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                int read = super.read(bytes, offset, length);
                count(Math.max(0, read));
                return read;
            }

            private void count(int read) throws TooLargeException {
                left -= read;
                if (left < 0) {
                    throw new TooLargeException();
                }
            }
        };
    }

    private static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1;

        TooLargeException() {
            super("it is larger than " + (MOST_BYTES >> 20) + " MiB");
        }
    }
}
