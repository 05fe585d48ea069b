package io.perigee.control.backup;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The first line of a backup. The file is gzip; in it are lines of JSON, in UTF-8, each ended by a line feed:
 *
 * <pre>
 * {"perigee":"control-plane-backup","format":1,"schema":"11","network":NAME,"log":ID,"sequence":850,"createdAt":"2026-11-22T05:00:00Z"}
 * {"table":"resource","columns":["kind","id",…]}        a table, then its rows
 * ["Distribution","site",…]                             numbers, text, null; bytes as {"base64":"…"}
 * {"rows":1234,"sha256":"…"}                            last: rows of all tables, and the digest of all lines before
 * </pre>
 *
 * <p>A field may be added at any time, and readers skip what they do not know; what an older reader would misread raises {@code format}.
 *
 * @param schema the version of the database's schema that the rows are of
 * @param network the network's name
 * @param log the identity of the log that was copied
 * @param sequence its last entry
 * @param createdAt when the copy was made, ISO 8601 in UTC
 */
public record BackupHeader(String schema, String network, String log, long sequence, String createdAt) {

    static final String KIND = "control-plane-backup";
    static final int FORMAT = 1;

    ObjectNode json() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("perigee", KIND)
                .put("format", FORMAT)
                .put("schema", schema)
                .put("network", network)
                .put("log", log)
                .put("sequence", sequence)
                .put("createdAt", createdAt);
    }
}
