package io.github.socketsbyexample.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandPolicyTest {

    private final CommandPolicy listed = new CommandPolicy(Set.of("ls", "echo"), StandardCharsets.UTF_8);

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "its commands are for a POSIX shell")
    void withoutAListTheShellGetsTheLineAsItIs() throws RefusedException {
        assertEquals(List.of("/bin/sh", "-c", "echo $HOME; \"ls\" "), arguments(CommandPolicy.shell(),
                "echo $HOME; \"ls\" "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '>', quoteCharacter = '`', value = {
            "ls > ls",
            "`  ls \t -l\n ` > ls|-l",
            "echo a;b > echo|a;b",
            "echo $(id) `id` && ls | cat > echo|$(id)|`id`|&&|ls|!|cat",
            "echo 'a b' > echo|a b",
            "echo \"it's\" > echo|it's",
            "echo a'b c'\"d\" > echo|ab cd",
            "echo \\' x' > echo|\\ x",
            "echo '' > echo|",
            "'ls' -l > ls|-l"})
    void aLineIsSplitAtWhiteSpaceOutsideQuotesAndNothingElseIsSpecial(String line, String words)
            throws RefusedException {
        List<String> expected = List.of(words.split("\\|", -1));
        assertEquals(expected.stream().map(word -> word.equals("!") ? "|" : word).toList(), arguments(listed, line));
    }

    @ParameterizedTest
    @ValueSource(strings = {"id -u", "lsx", "LS", "/bin/ls", "./ls", "../bin/ls", "ls; id", "ls;", "l's'x", " ",
            "''",
            "-ls", "$(ls)", "echo\u00a0x"})
    void whatIsNotOnTheListIsRefusedByName(String line) {
        RefusedException e = assertThrows(RefusedException.class, () -> arguments(listed, line));
        assertEquals(Outcome.REFUSED, e.outcome().exitCode());
    }

    @Test
    void theRefusalNamesWhatMayBeRun() {
        RefusedException e = assertThrows(RefusedException.class,
                () -> arguments(CommandPolicy.allowing("ls,date"), "id"));
        assertEquals("only these programs may be run: ls, date", e.getMessage());
    }

    @Test
    void aQuoteThatIsNotClosedIsRefused() {
        assertThrows(RefusedException.class, () -> arguments(listed, "echo 'a"));
    }

    @Test
    void bytesThatAreNotUtf8AreRefused() {
        assertThrows(RefusedException.class, () -> listed.argumentsOf(new byte[]{'l', 's', ' ', (byte) 0xff}));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ls \0", "\0ls"})
    void aZeroByteIsRefused(String line) {
        RefusedException e = assertThrows(RefusedException.class, () -> arguments(listed, line));
        assertEquals("the command contains a zero byte", e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"/bin/sh -c id, true", "/bin/sh -c, false", "/bin/ls -l x, false"})
    void aShellIsKnownByItsArguments(String arguments, boolean shell) {
        assertEquals(shell, CommandPolicy.isShell(List.of(arguments.split(" "))));
    }

    @Test
    void aCharacterThatTheLocaleWouldTurnIntoAQuestionMarkIsRefused() throws RefusedException {
        CommandPolicy ascii = new CommandPolicy(Set.of("ls"), StandardCharsets.US_ASCII);
        assertThrows(RefusedException.class, () -> arguments(ascii, "ls 中"));
        assertEquals(List.of("ls", "中"), arguments(listed, "ls 中"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ls,", "/bin/ls", "ls, date", "a\\b"})
    void aListOfAnythingButNamesIsAWrongCall(String names) {
        assertThrows(IllegalArgumentException.class, () -> CommandPolicy.allowing(names));
    }

    static List<byte[]> commands() {
        return Stream.of("ls", "echo a 'b  c'\"d\" ''", "echo ;|$(x)\\", "echo 你好\u00a0x", "id; ls", "'l's -l", "ls \0")
                .map(line -> line.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void anythingIsRefusedOrRunsAProgramOfTheListAndNothingIsAddedToIt(byte[] command) {
        try {
            List<String> words = listed.argumentsOf(command);
            assertTrue(Set.of("ls", "echo").contains(words.getFirst()));
            assertEquals(bare(new String(command, StandardCharsets.UTF_8)), bare(String.join("", words)));
        } catch (RefusedException refused) {
            assertNotNull(refused.getMessage());
        }
    }

    private static String bare(String text) {
        return text.chars()
                .filter(c -> c != '\'' && c != '"' && !Character.isWhitespace(c))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static List<String> arguments(CommandPolicy policy, String line) throws RefusedException {
        return policy.argumentsOf(line.getBytes(StandardCharsets.UTF_8));
    }
}
