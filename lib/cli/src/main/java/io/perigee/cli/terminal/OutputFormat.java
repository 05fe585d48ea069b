package io.perigee.cli.terminal;

import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How a command shows what it found. */
public enum OutputFormat {
    /** Aligned columns. */
    TABLE,
    /** Everything that the control plane says, for {@code jq}. */
    JSON,
    /** YAML; of distributions and policies the documents that {@code perigee apply} takes. */
    YAML;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads the lower-case name. */
    public static final class Converter implements ITypeConverter<OutputFormat> {
        @Override
        public OutputFormat convert(String text) {
            for (OutputFormat format : values()) {
                if (format.toString().equals(text)) {
                    return format;
                }
            }
            throw new TypeConversionException("'" + text + "' is not one of table, json, yaml");
        }
    }
}
