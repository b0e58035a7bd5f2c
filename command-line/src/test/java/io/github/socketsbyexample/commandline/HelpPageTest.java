package io.github.socketsbyexample.commandline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import org.apache.commons.cli.Option;
import org.junit.jupiter.api.Test;

class HelpPageTest {

    private static Option.Builder option(String name, String description) {
        return Option.builder().longOpt(name).desc(description);
    }

    @Test
    void optionsStandInTwoColumnsAndLongDescriptionsInSeveralLines() {
        List<Option> options = List.of(
                option("host", "listen there").hasArg().argName("HOST").get(),
                option("once", "word ".repeat(25).strip()).get(),
                Option.builder("h").longOpt("help").desc("show this help").get());
        assertEquals("""
                usage: ./sockets module command [OPTIONS]

                does something

                  --host HOST  listen there
                  --once       word word word word word word word word word word word word word word word word word word word
                               word word word word word word
                  -h, --help   show this help
                """, HelpPage.of("./sockets module command [OPTIONS]", "does something", options));
    }
}
