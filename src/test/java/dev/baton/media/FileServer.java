package dev.baton.media;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server that answers each path with just the bytes that a test wants, lies and endless ones included. */
public final class FileServer implements AutoCloseable {

    /** What is written to the socket; what is written into a closed one is lost. */
    public interface Answer {
        void write(String request, OutputStream out) throws IOException, InterruptedException;
    }

    public final List<String> requests = new CopyOnWriteArrayList<>();
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ServerSocket socket;

    public FileServer() throws IOException {
        socket = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        threads.execute(() -> {
            while (!socket.isClosed()) {
                try {
                    Socket one = socket.accept();
                    threads.execute(() -> serve(one));
                } catch (IOException e) {
                    return;
                }
            }
        });
    }

    private void serve(Socket one) {
        try (one) {
            BufferedReader in = new BufferedReader(new InputStreamReader(one.getInputStream(), StandardCharsets.ISO_8859_1));
            StringBuilder request = new StringBuilder();
            for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                request.append(line).append('\n');
            }
            requests.add(request.toString());
            String path = request.toString().split(" ", 3)[1];
            answers.getOrDefault(path, text("404 Not Found", "", "nothing here")).write(request.toString(), one.getOutputStream());
            one.getOutputStream().flush();
        } catch (IOException | InterruptedException e) {
            // Whoever asked has gone.
        }
    }

    public FileServer on(String path, Answer answer) {
        answers.put(path, answer);
        return this;
    }

    public static Answer text(String status, String headers, String body) {
        return bytes(status, headers, body.getBytes(StandardCharsets.UTF_8));
    }

    public static Answer bytes(String status, String headers, byte[] body) {
        return (request, out) -> {
            out.write(head(status, headers + "Content-Length: " + body.length + "\r\n"));
            out.write(body);
        };
    }

    public static byte[] head(String status, String headers) {
        return ("HTTP/1.1 " + status + "\r\n" + headers + "Connection: close\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    public String url(String path) {
        return "http://127.0.0.1:" + socket.getLocalPort() + path;
    }

    public int port() {
        return socket.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        threads.shutdownNow();
    }
}
