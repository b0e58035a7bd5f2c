package io.github.socketsbyexample.threaded;

import java.util.function.Function;

/** The two shapes in which a test's servers need what is said: for the designs that block, and for the selector. */
interface Protocol {

    /** Returns the blocking one. */
    ConversationHandler handler();

    /** Returns the state machine. */
    Function<String, SelectorConversation> states();

    /** Puts two together that say the same. */
    static Protocol of(ConversationHandler handler, Function<String, SelectorConversation> states) {
        return new Protocol() {
            @Override
            public ConversationHandler handler() {
                return handler;
            }

            @Override
            public Function<String, SelectorConversation> states() {
                return states;
            }
        };
    }
}
