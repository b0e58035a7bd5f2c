package io.github.socketsbyexample.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.net.ProtocolException;
import java.util.zip.CRC32;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/**
 * A body with its gzip coding undone: no member at all, one, or several in a row (RFC 1952), each with its checksum, and
 * nothing else. Complete when the body around them is. {@link java.util.zip.GZIPInputStream} would take a member that is
 * cut in its header, and some of what is none, for the end. Expands a little at a time, so a small body that would fill
 * a disk fills no memory.
 */
final class Gunzip extends InflaterInputStream {

    private static final int BUFFER_BYTES = 64 * 1024; // of compressed data
    private static final int MOST_SILENT_BYTES = 512 * 1024; // a header with everything has 64 KiB and two names
    private static final int MAGIC = 0x1f;
    private static final int HEADER_CRC = 2; // the flags of a header: what stands in it
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int RESERVED = 0xe0;

    private final PushbackInputStream body;
    private final CRC32 crc = new CRC32();
    private boolean insideMember;
    private boolean afterMember;
    private int silentBytes; // read since the last byte of data

    /** Reads nothing yet. */
    Gunzip(InputStream body) {
        this(new PushbackInputStream(body, BUFFER_BYTES));
    }

    private Gunzip(PushbackInputStream body) {
        super(body, new Inflater(true), BUFFER_BYTES); // without its zlib header
        this.body = body;
    }

    @Override
    public int read(byte[] target, int offset, int size) throws IOException {
        while (insideMember || beginMember()) {
            int n = super.read(target, offset, size);
            if (n != -1) {
                crc.update(target, offset, n);
                silentBytes = 0;
                return n;
            }
            endMember();
        }
        return -1;
    }

    /** Reads a header; returns whether there is one. */
    private boolean beginMember() throws IOException {
        int first = body.read();
        if (first == -1) {
            return false;
        }
        crc.reset();
        crc.update(first);
        if (first != MAGIC || octet() != 0x8b) {
            throw afterMember
                    ? new ProtocolException("something follows the gzip data")
                    : new ZipException("no gzip data");
        }
        int method = octet();
        int flags = octet();
        if (method != 8 || (flags & RESERVED) != 0) {
            throw new ZipException("gzip data of an unknown kind");
        }
        skip(6); // a date and where it was made
        if ((flags & EXTRA) != 0) {
            skip(octet() | octet() << 8);
        }
        skipText((flags & NAME) != 0);
        skipText((flags & COMMENT) != 0);
        int sum = (int) crc.getValue() & 0xffff;
        if ((flags & HEADER_CRC) != 0 && number(2) != sum) {
            throw new ZipException("the gzip header is damaged");
        }
        crc.reset();
        inf.reset();
        insideMember = true;
        return true;
    }

    /** Reads a trailer, after what the inflater read of it and did not need. */
    private void endMember() throws IOException {
        body.unread(buf, len - inf.getRemaining(), inf.getRemaining());
        long sum = crc.getValue();
        if (number(4) != sum || number(4) != (inf.getBytesWritten() & 0xffff_ffffL)) {
            throw new ZipException("the gzip data are damaged");
        }
        insideMember = false;
        afterMember = true;
    }

    private void skip(int octets) throws IOException {
        for (int i = 0; i < octets; i++) {
            octet();
        }
    }

    /** A text ends with a zero. */
    private void skipText(boolean there) throws IOException {
        for (int octet = 1; there && octet != 0;) {
            octet = octet();
        }
    }

    private long number(int octets) throws IOException {
        long number = 0;
        for (int i = 0; i < octets; i++) {
            number |= (long) octet() << (8 * i);
        }
        return number;
    }

    private int octet() throws IOException {
        int octet = body.read(); // throws by itself if the body is cut
        if (octet == -1) {
            throw new EOFException("the gzip data end too early");
        }
        silent(1);
        crc.update(octet);
        return octet;
    }

    @Override
    protected void fill() throws IOException {
        len = body.read(buf, 0, buf.length);
        if (len == -1) {
            throw new EOFException("the gzip data end too early");
        }
        silent(len);
        inf.setInput(buf, 0, len);
    }

    /** Members without data, and names of files, could go on for ever. */
    private void silent(int bytes) throws ProtocolException {
        silentBytes += bytes;
        if (silentBytes > MOST_SILENT_BYTES) {
            throw new ProtocolException("more than " + MOST_SILENT_BYTES + " bytes of gzip data that hold nothing");
        }
    }
}
