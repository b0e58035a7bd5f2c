package io.github.socketsbyexample.socketserver.examples;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PythonBytesTest {

    private static String bytes(String escaped) {
        return escaped.translateEscapes();
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '|', ignoreLeadingAndTrailingWhitespace = false, value = {
            "hello\\n,hello", "  a b  ,a b", "\\t\\r\\n\\f\\u000bx\\u000b\\f,x", "\\s\\n,||", "||,||",
            "\\u0000a\\u0000,\\u0000a\\u0000",
            "\\u0085a\\u00a0,\\u0085a\\u00a0", "\\u001ca\\u001f,\\u001ca\\u001f"})
    void stripTakesAsciiWhiteSpaceAndNothingElse(String from, String to) {
        assertEquals(bytes(unicode(to)),
                new String(PythonBytes.strip(bytes(unicode(from)).getBytes(ISO_8859_1)), ISO_8859_1));
    }

    @ParameterizedTest
    @CsvSource({"hello,HELLO", "Az09`{,AZ09`{", "stra\\u00dfe \\u00e9,STRA\\u00dfE \\u00e9",
            "\\u0061\\u00b5\\u00ff,A\\u00b5\\u00ff"})
    void upperTakesAsciiLettersAndNothingElse(String from, String to) {
        assertEquals(unicode(to), new String(PythonBytes.upper(unicode(from).getBytes(ISO_8859_1)), ISO_8859_1));
    }

    /** Reads \\uXXXX, which translateEscapes does not know. */
    private static String unicode(String text) {
        StringBuilder read = new StringBuilder(text);
        for (int i; (i = read.indexOf("\\u")) >= 0;) {
            read.replace(i, i + 6, String.valueOf((char) Integer.parseInt(read.substring(i + 2, i + 6), 16)));
        }
        return read.toString();
    }
}
