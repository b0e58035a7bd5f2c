package io.github.socketsbyexample.socketserver.examples;

import java.util.Arrays;

/**
 * What the documents' handlers do to bytes, as Python's {@code bytes} type does it: only ASCII counts, so that text in
 * UTF-8 or any other charset that contains ASCII goes through unharmed.
 */
final class PythonBytes {

    private PythonBytes() {}

    /** Returns bytes without the white space around them. Python's {@code strip()}. */
    static byte[] strip(byte[] bytes) {
        int begin = 0;
        int end = bytes.length;
        while (begin < end && isSpace(bytes[begin])) {
            begin++;
        }
        while (begin < end && isSpace(bytes[end - 1])) {
            end--;
        }
        return Arrays.copyOfRange(bytes, begin, end);
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || ('\t' <= b && b <= '\r'); // tab, line feed, vertical tab, form feed, carriage return
    }

    /** Returns bytes with A to Z for a to z. Python's {@code upper()}. */
    static byte[] upper(byte[] bytes) {
        byte[] upper = bytes.clone();
        for (int i = 0; i < upper.length; i++) {
            if ('a' <= upper[i] && upper[i] <= 'z') {
                upper[i] = (byte) (upper[i] - 'a' + 'A');
            }
        }
        return upper;
    }
}
