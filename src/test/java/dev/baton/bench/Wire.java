package dev.baton.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Just enough HTTP/1.1 over a socket that load and stub cost little beside what is measured: keep-alive, a length, no chunks. */
final class Wire implements AutoCloseable {

    private final Socket socket;
    private final InputStream in;
    private final byte[] line = new byte[8192];

    Wire(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream(), 16_384);
        socket.setTcpNoDelay(true);
    }

    /** Sends a request and reads the answer's status; the answer's body is skipped. */
    int post(String path, String headers, byte[] body) throws IOException {
        byte[] head = ("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" + headers + "Content-Length: " + body.length
                + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
        byte[] all = new byte[head.length + body.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(body, 0, all, head.length, body.length);
        socket.getOutputStream().write(all);
        String status = line();
        if (status == null) {
            throw new EOFException();
        }
        read();
        return Integer.parseInt(status.substring(9, 12));
    }

    /** Reads one request's body, or null at the connection's end. */
    byte[] request() throws IOException {
        return line() == null ? null : read();
    }

    /** Answers 200 with a small JSON object. */
    void answer() throws IOException {
        socket.getOutputStream().write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}".getBytes(StandardCharsets.ISO_8859_1));
    }

    private byte[] read() throws IOException {
        int length = 0;
        boolean chunked = false;
        for (String header = line(); header != null && !header.isEmpty(); header = line()) {
            if (header.regionMatches(true, 0, "content-length:", 0, 15)) {
                length = Integer.parseInt(header.substring(15).trim());
            } else if (header.regionMatches(true, 0, "transfer-encoding: chunked", 0, 26)) {
                chunked = true;
            }
        }
        if (!chunked) {
            return in.readNBytes(length);
        }
        byte[] all = new byte[0];
        for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
            byte[] chunk = in.readNBytes(size);
            byte[] longer = java.util.Arrays.copyOf(all, all.length + size);
            System.arraycopy(chunk, 0, longer, all.length, size);
            all = longer;
            line();
        }
        line();
        return all;
    }

    private String line() throws IOException {
        int length = 0;
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                return null;
            }
            if (c != '\r') {
                line[length++] = (byte) c;
            }
        }
        return new String(line, 0, length, StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
