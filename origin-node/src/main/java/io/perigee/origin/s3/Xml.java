package io.perigee.origin.s3;

import java.util.function.Consumer;

/** Writes a document in S3's namespace. */
final class Xml {

    private static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";

    private final StringBuilder text = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");

    private Xml() {}

    /** A document with this root in S3's namespace. */
    static String document(String root, Consumer<Xml> content) {
        Xml xml = new Xml();
        xml.text.append('<').append(root).append(" xmlns=\"").append(NAMESPACE).append("\">");
        content.accept(xml);
        return xml.text.append("</").append(root).append('>').toString();
    }

    /** A document with this root in no namespace, as errors are. */
    static String plainDocument(String root, Consumer<Xml> content) {
        Xml xml = new Xml();
        xml.element(root, content);
        return xml.text.toString();
    }

    Xml element(String name, Consumer<Xml> content) {
        text.append('<').append(name).append('>');
        content.accept(this);
        text.append("</").append(name).append('>');
        return this;
    }

    Xml element(String name, String value) {
        text.append('<').append(name).append('>');
        escape(value);
        text.append("</").append(name).append('>');
        return this;
    }

    Xml element(String name, long value) {
        return element(name, Long.toString(value));
    }

    Xml element(String name, boolean value) {
        return element(name, Boolean.toString(value));
    }

    /** Text of this element itself. */
    Xml content(String value) {
        escape(value);
        return this;
    }

    /**
     * Escapes markup, and writes control characters as references. XML 1.0 has no form for most of those; S3 writes
     * them so all the same, and clients that meet such keys ask for {@code encoding-type=url}.
     */
    private void escape(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '&' -> text.append("&amp;");
                case '<' -> text.append("&lt;");
                case '>' -> text.append("&gt;");
                case '"' -> text.append("&quot;");
                default -> {
                    if (c < 0x20 || c == 0x7f || c == 0xfffe || c == 0xffff) {
                        text.append("&#x").append(Integer.toHexString(c)).append(';');
                    } else {
                        text.append(c);
                    }
                }
            }
        }
    }
}
