package io.github.socketsbyexample.http;

import java.net.IDN;
import java.net.Inet6Address;
import java.util.regex.Pattern;

/**
 * The host in a URL: a domain name, also one that the internet's rules for names would not allow ({@code _}), or an
 * address. A name in other letters becomes the one in ASCII that is looked up (IDNA 2003, as the JDK knows it). What
 * programs read in different ways, {@code 127.1} or {@code 0177.0.0.1}, is no address here.
 */
final class UrlHost {

    private static final int MOST_HOST_CHARS = 253; // of a domain name
    private static final Pattern NAME = Pattern.compile("[0-9A-Za-z_-]+(\\.[0-9A-Za-z_-]+)*\\.?");
    private static final Pattern NUMBER_LAST = Pattern.compile("(.*\\.)?([0-9]+|0[Xx][0-9A-Fa-f]*)\\.?");
    private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
    private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");

    private UrlHost() {}

    /**
     * Returns the host in ASCII, an IPv6 address without brackets.
     *
     * @param text the whole URL, for messages
     */
    static String checked(String host, String text) {
        String reason = "";
        String ascii = host;
        if (host.isEmpty()) {
            throw new IllegalArgumentException("'" + text + "' names no host");
        } else if (host.length() > MOST_HOST_CHARS) {
            reason = "longer than " + MOST_HOST_CHARS + " characters";
        } else if (host.startsWith("[")) {
            ascii = host.substring(1, host.length() - 1);
            reason = isIpv6(ascii) ? "" : "no IPv6 address";
        } else {
            try {
                ascii = IDN.toASCII(host);
            } catch (IllegalArgumentException e) {
                ascii = "";
            }
            if (!NAME.matcher(ascii).matches()) { // again: "℀" becomes "a/c"
                reason = "no domain name";
            } else if (NUMBER_LAST.matcher(ascii).matches() && !IPV4.matcher(ascii).matches()) {
                reason = "no IPv4 address: that is four numbers up to 255"; // programs disagree on what 127.1 is
            }
        }
        if (!reason.isEmpty()) {
            throw new IllegalArgumentException("'" + text + "' names the host '" + host + "', which is " + reason);
        }
        return ascii;
    }

    private static boolean isIpv6(String text) {
        try {
            return text.matches("[0-9A-Fa-f:.]+") && Inet6Address.ofLiteral(text) != null; // no zone: it is for this host only
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
