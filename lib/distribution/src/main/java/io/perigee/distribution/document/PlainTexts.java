package io.perigee.distribution.document;

import com.fasterxml.jackson.dataformat.yaml.util.StringQuotingChecker;
import java.util.regex.Pattern;

/**
 * Which texts are written to YAML without quotes: those that cannot be taken for anything but a text. Jackson's own
 * choice leaves {@code 1e3} bare, which reads back as a number.
 */
final class PlainTexts extends StringQuotingChecker {

    private static final long serialVersionUID = 1;

    private static final Pattern PLAIN =
            Pattern.compile("[A-Za-z/]([A-Za-z0-9 ./_-]*[A-Za-z0-9./_-])?|[0-9]+(ms|s|m|h|d)");

    @Override
    public boolean needToQuoteName(String name) {
        return false; // names are those of records' components
    }

    @Override
    public boolean needToQuoteValue(String value) {
        return isReservedKeyword(value) || !PLAIN.matcher(value).matches();
    }
}
