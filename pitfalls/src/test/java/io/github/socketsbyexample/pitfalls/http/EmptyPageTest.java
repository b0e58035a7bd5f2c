package io.github.socketsbyexample.pitfalls.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;

@ExtendWith(NoLeaks.class)
class EmptyPageTest {

    @Test
    void brokenTakesARedirectForThePage() throws IOException {
        assertEquals("\"\"", EmptyPage.fetched("/old", EmptyPage::whateverComes));
    }

    @Test
    void fixedGoesWhereThePageIs() throws IOException {
        assertEquals("\"the page\"", EmptyPage.fetched("/old", EmptyPage::whereverItIs));
        assertEquals("\"the page\"", EmptyPage.fetched("/new", EmptyPage::whereverItIs));
    }

    @Test
    void fixedDoesNotFollowForEver() throws IOException {
        assertEquals("IOException: status 302", EmptyPage.fetched("/loop", EmptyPage::whereverItIs));
    }

    @Test
    void fixedTakesNoErrorForAPage() throws IOException {
        assertEquals("IOException: status 404", EmptyPage.fetched("/nowhere", EmptyPage::whereverItIs));
    }
}
