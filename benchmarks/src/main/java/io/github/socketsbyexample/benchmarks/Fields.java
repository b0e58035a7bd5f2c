package io.github.socketsbyexample.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Words of the form {@code key=value}, as jobs and results are written between processes. */
final class Fields {

    private final Map<String, String> values = new LinkedHashMap<>();

    /**
     * Reads words.
     *
     * @throws IllegalArgumentException if one is no {@code key=value}, or its key is none of those known
     */
    static Fields parse(List<String> words, Set<String> known) {
        Fields fields = new Fields();
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("'" + word + "' is no KEY=VALUE");
            }
            String key = word.substring(0, equals);
            if (!known.contains(key)) {
                throw new IllegalArgumentException("'" + key + "' is none of " + String.join(", ", known));
            }
            fields.values.put(key, word.substring(equals + 1));
        }
        return fields;
    }

    Fields put(String key, Object value) {
        values.put(key, value.toString());
        return this;
    }

    /** Returns what a value means, or what the default does. */
    <T> T get(String key, String defaultValue, Function<String, T> meaning) {
        try {
            return meaning.apply(values.getOrDefault(key, defaultValue));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(key + ": " + e.getMessage(), e);
        }
    }

    double number(String key) {
        return get(key, "NaN", Double::parseDouble);
    }

    List<String> words() {
        return values.entrySet().stream().map(entry -> entry.getKey() + "=" + entry.getValue()).toList();
    }
}
