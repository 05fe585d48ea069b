package io.perigee.functions.lambda.event;

import io.perigee.functions.Violation;
import io.perigee.functions.runtime.CallFailure;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An object somewhere in a handler's result, which knows where it is: whatever is not as it must be is told by its full path.
 * A field that is {@code null} counts as missing.
 */
record ResultObject(String path, JsonObject json) {
    Set<String> names() {
        return json.fieldNames();
    }

    boolean has(String name) {
        return json.getValue(name) != null;
    }

    String string(String name) {
        Object value = json.getValue(name);
        if (value instanceof String string) {
            return string;
        }
        throw invalid(name, value, "a string");
    }

    String string(String name, String otherwise) {
        return has(name) ? string(name) : otherwise;
    }

    /** A whole number, as such or in digits. */
    int number(String name) {
        Object value = json.getValue(name);
        if (value instanceof Integer number) {
            return number;
        }
        if (value instanceof String digits && digits.matches("[0-9]{1,9}")) {
            return Integer.parseInt(digits);
        }
        throw invalid(name, value, "a whole number");
    }

    int number(String name, int otherwise) {
        return has(name) ? number(name) : otherwise;
    }

    ResultObject object(String name) {
        Object value = json.getValue(name);
        if (value instanceof JsonObject object) {
            return new ResultObject(at(name), object);
        }
        throw invalid(name, value, "an object");
    }

    Optional<ResultObject> optionalObject(String name) {
        return has(name) ? Optional.of(object(name)) : Optional.empty();
    }

    List<ResultObject> objects(String name) {
        if (!(json.getValue(name) instanceof JsonArray array)) {
            throw invalid(name, json.getValue(name), "an array of objects");
        }
        List<ResultObject> objects = new ArrayList<>(array.size());
        for (int i = 0; i < array.size(); i++) {
            if (!(array.getValue(i) instanceof JsonObject object)) {
                throw invalid(name + '[' + i + ']', array.getValue(i), "an object");
            }
            objects.add(new ResultObject(at(name) + '[' + i + ']', object));
        }
        return objects;
    }

    List<String> strings(String name) {
        if (!(json.getValue(name) instanceof JsonArray array)) {
            throw invalid(name, json.getValue(name), "an array of strings");
        }
        List<String> strings = new ArrayList<>(array.size());
        for (Object value : array) {
            if (!(value instanceof String string)) {
                throw invalid(name, value, "an array of strings");
            }
            strings.add(string);
        }
        return strings;
    }

    CallFailure.InvalidResult invalid(String name, @Nullable Object value, String expected) {
        return new CallFailure.InvalidResult(
                new Violation(at(name), value == null ? "missing" : String.valueOf(value), expected));
    }

    private String at(String name) {
        return path + '.' + name;
    }
}
