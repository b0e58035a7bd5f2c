package io.github.socketsbyexample.http.pitfalls;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * For tests that use TLS, or the JDK's HTTP client, which prepares it: they may be the first in their JVM, and the tests
 * of the module's own client need what it sets before the first TLS socket there is.
 */
final class AskingForCloseNotify implements BeforeAllCallback {

    @Override
    public void beforeAll(ExtensionContext context) throws ClassNotFoundException {
        Class.forName("io.github.socketsbyexample.http.HttpConnection");
    }
}
