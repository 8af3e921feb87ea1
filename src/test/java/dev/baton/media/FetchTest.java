package dev.baton.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One file over a real socket: what is taken, what is not, and that nothing of what is not taken stays. */
@Timeout(60)
class FetchTest {

    private static final OwnHost NOBODY = new OwnHost(null, null);
    private static final int MOST = 200_000;
    @TempDir
    private Path path;
    private FileServer server;
    private MediaFolder folder;
    private Fetch fetch;

    @BeforeEach
    void open() throws IOException {
        server = new FileServer();
        folder = new MediaFolder(path, 0);
        // 127.0.0.1 stands for the public internet here, 127.0.0.2 for a private network.
        fetch = fetch(SystemDefaultDnsResolver.INSTANCE, Duration.ofSeconds(20));
    }

    private Fetch fetch(DnsResolver names, Duration whole) {
        MediaLimits limits = new MediaLimits(MOST, List.of(), List.of(), Duration.ofSeconds(2), Duration.ofMillis(400), whole, false);
        return new Fetch(limits, folder, new Addresses(names, address -> address.getHostAddress().equals("127.0.0.1")), 4);
    }

    @AfterEach
    void close() throws IOException {
        fetch.close();
        server.close();
    }

    private NotFetched refused(String url) {
        return refused(url, NOBODY);
    }

    private NotFetched refused(String url, OwnHost own) {
        NotFetched why = catchThrowableOfType(NotFetched.class, () -> fetch.fetch(url, own));
        assertThat(why).as("it was fetched").isNotNull();
        assertThat(path.resolve("drafts")).satisfiesAnyOf(drafts -> assertThat(drafts).doesNotExist(), drafts -> assertThat(drafts).isEmptyDirectory());
        return why;
    }

    @Test
    void aFileComesWholeWithWhatItsServerSaysOfIt() throws Exception {
        server.on("/a%20b.pdf?st=1&sig=x%2By", FileServer.text("200 OK", "Content-Type: application/pdf\r\nContent-Disposition: attachment; filename=\"c.pdf\"\r\n", "%PDF-1.7 hello"));
        Fetch.Got got = fetch.fetch(server.url("/a b.pdf?st=1&sig=x%2By"), NOBODY);
        assertThat(got.draft()).hasContent("%PDF-1.7 hello");
        assertThat(got.size()).isEqualTo(14);
        assertThat(got.said()).isEqualTo("application/pdf");
        assertThat(FileNames.of(null, got.disposition(), got.from(), got.said())).isEqualTo("c.pdf");
        assertThat(server.requests).singleElement().asString().doesNotContain("Authorization").doesNotContain("Cookie");
    }

    @Test
    void whatIsTooLargeByItsOwnWordIsNotEvenRead() {
        server.on("/huge", (request, out) -> out.write(FileServer.head("200 OK", "Content-Length: 9999999999\r\n")));
        assertThat(refused(server.url("/huge"))).hasMessageContaining("larger than 195 kB").returns(true, NotFetched::forGood);
    }

    @Test
    @Timeout(30) // The rest is not read.
    void whatGrowsTooLargeWithoutAWordIsCutOff() {
        server.on("/endless", (request, out) -> {
            out.write(FileServer.head("200 OK", "Transfer-Encoding: chunked\r\n"));
            byte[] chunk = ("1000\r\n" + "x".repeat(4096) + "\r\n").getBytes(StandardCharsets.US_ASCII);
            while (true) {
                out.write(chunk);
            }
        });
        assertThat(refused(server.url("/endless"))).hasMessageContaining("larger than").returns(true, NotFetched::forGood);
    }

    @Test
    @Timeout(30)
    void aSmallPackedFileThatUnpacksToMuchIsCutOff() throws Exception {
        java.io.ByteArrayOutputStream packed = new java.io.ByteArrayOutputStream();
        try (var gzip = new java.util.zip.GZIPOutputStream(packed)) {
            gzip.write(new byte[50 * MOST]);
        }
        assertThat(packed.size()).isLessThan(MOST);
        server.on("/bomb", FileServer.bytes("200 OK", "Content-Encoding: gzip\r\n", packed.toByteArray()));
        assertThat(refused(server.url("/bomb"))).hasMessageContaining("larger than");
    }

    @Test
    void lessThanWasSaidIsNoFile() {
        server.on("/short", (request, out) -> {
            out.write(FileServer.head("200 OK", "Content-Length: 100\r\n"));
            out.write("only this".getBytes(StandardCharsets.US_ASCII));
        });
        assertThat(refused(server.url("/short"))).hasMessageContaining("broke off").returns(false, NotFetched::forGood);
    }

    @Test
    void silenceInTheMiddleEndsIt() {
        CountDownLatch never = new CountDownLatch(1);
        server.on("/slow", (request, out) -> {
            out.write(FileServer.head("200 OK", "Content-Length: 100\r\n"));
            out.flush();
            never.await();
        });
        assertThat(refused(server.url("/slow"))).hasMessageContaining("does not answer").returns(false, NotFetched::forGood);
    }

    @Test
    void whoSendsByteByByteIsCutOffWhenTheWholeTimeIsOver() {
        fetch.close();
        fetch = fetch(SystemDefaultDnsResolver.INSTANCE, Duration.ofSeconds(1));
        CountDownLatch never = new CountDownLatch(1);
        server.on("/drip", (request, out) -> {
            out.write(FileServer.head("200 OK", "Content-Length: 100000\r\n"));
            while (!never.await(50, java.util.concurrent.TimeUnit.MILLISECONDS)) {
                out.write('x');
                out.flush();
            }
        });
        assertThat(refused(server.url("/drip"))).hasMessageContaining("longer than 1 s").returns(false, NotFetched::forGood);
    }

    @Test
    void aRedirectIsFollowedAndItsAddressLookedAt() throws Exception {
        server.on("/from", FileServer.text("302 Found", "Location: /to\r\n", "")).on("/to", FileServer.text("200 OK", "", "there"))
                .on("/inside", FileServer.text("302 Found", "Location: http://127.0.0.2:" + server.port() + "/secret\r\n", ""))
                .on("/file", FileServer.text("307 Temporary Redirect", "Location: file:///etc/passwd\r\n", ""));
        assertThat(fetch.fetch(server.url("/from"), NOBODY).draft()).hasContent("there");
        Files.delete(Files.list(path.resolve("drafts")).findFirst().orElseThrow());
        assertThat(refused(server.url("/inside"))).hasMessageContaining("'127.0.0.2' is an address of a private network").returns(true, NotFetched::forGood);
        assertThat(refused(server.url("/file"))).hasMessageContaining("no web address");
    }

    @Test
    void aRedirectWithoutEndEnds() {
        server.on("/round", FileServer.text("302 Found", "Location: /round\r\n", ""));
        assertThat(refused(server.url("/round"))).hasMessageContaining("without an end").returns(true, NotFetched::forGood);
        assertThat(server.requests).hasSize(7);
    }

    @Test
    void aNameThatLeadsInsideIsRefusedEvenIfOneOfItsAddressesIsOutside() {
        fetch.close();
        fetch = fetch(new DnsResolver() {
            @Override
            public InetAddress[] resolve(String host) throws UnknownHostException {
                return new InetAddress[] {InetAddress.getByName("127.0.0.1"), InetAddress.getByName("10.0.0.7")};
            }

            @Override
            public String resolveCanonicalHostname(String host) {
                return host;
            }
        }, Duration.ofSeconds(5));
        assertThat(refused("http://files.example:" + server.port() + "/a")).hasMessageContaining("'files.example' is an address of a private network")
                .returns(true, NotFetched::forGood);
        assertThat(server.requests).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"404 Not Found,not there any more (404),true", "410 Gone,not there any more (410),true", "403 Forbidden,does not give it to us (403),true",
        "500 Oops,answered 500,false", "503 Busy,answered 503,false", "429 Slow down,answered 429,false", "204 No Content,answered 204,true"})
    void aStatusSaysWhetherTryingAgainHelps(String status, String words, boolean forGood) {
        server.on("/a", FileServer.text(status, "", ""));
        assertThat(refused(server.url("/a"))).hasMessageContaining(words).returns(forGood, NotFetched::forGood);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://127.0.0.1/a", "file:///etc/passwd", "data:text/plain,hello", "/relative", "http://", "http://user:word@127.0.0.1/a", "not an address"})
    void onlyWebAddressesAreFetched(String url) {
        assertThat(refused(url)).hasMessageContaining("no web address").returns(true, NotFetched::forGood);
    }

    @Test
    void nobodyThereMayBeThereLater() throws Exception {
        int port = server.port();
        server.close();
        assertThat(refused("http://127.0.0.1:" + port + "/a")).hasMessageContaining("does not answer").returns(false, NotFetched::forGood);
    }

    @Test
    void aNameThatNobodyKnowsMayBeKnownLater() {
        fetch.close();
        fetch = fetch(new DnsResolver() {
            @Override
            public InetAddress[] resolve(String host) throws UnknownHostException {
                throw new UnknownHostException(host);
            }

            @Override
            public String resolveCanonicalHostname(String host) {
                return host;
            }
        }, Duration.ofSeconds(5));
        assertThat(refused("http://files.example/a")).hasMessageContaining("nobody knows its server 'files.example'").returns(false, NotFetched::forGood);
    }

    @Test
    void theOwnHostSeesTheAuthorizationAndNobodyElse() throws Exception {
        server.on("/private", (request, out) -> (request.contains("Authorization: Basic c2VjcmV0") ? FileServer.text("200 OK", "", "for you")
                : FileServer.text("401 Unauthorized", "", "")).write(request, out));
        assertThat(refused(server.url("/private"))).hasMessageContaining("does not give it to us (401)").returns(true, NotFetched::forGood);
        OwnHost own = new OwnHost(server.url("/api"), "Basic c2VjcmV0");
        assertThat(fetch.fetch(server.url("/private"), own).draft()).hasContent("for you");
        server.requests.clear();
        Files.delete(Files.list(path.resolve("drafts")).findFirst().orElseThrow());
        assertThat(refused(server.url("/private"), new OwnHost("http://127.0.0.1:1/api", "Basic c2VjcmV0"))).hasMessageContaining("401");
        assertThat(server.requests).hasSize(1).noneMatch(request -> request.contains("Authorization"));
    }

    @Test
    void aSignedAddressThatDislikesALoginIsAskedWithoutOne() throws Exception {
        server.on("/signed", (request, out) -> (request.contains("Authorization") ? FileServer.text("400 Bad Request", "", "two proofs")
                : FileServer.text("200 OK", "", "fine")).write(request, out));
        assertThat(fetch.fetch(server.url("/signed"), new OwnHost(server.url("/api"), "Basic c2VjcmV0")).draft()).hasContent("fine");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1", "[::1]", "2130706433", "127.1", "0", "0x7f.1", "0177.0.0.1", "[::ffff:127.0.0.1]", "127.0.0.1.", "LOCALHOST"})
    void howeverThisMachineIsWrittenItIsNotFetchedFrom(String host) {
        fetch.close();
        fetch = new Fetch(new MediaLimits(MOST, List.of(), List.of(), Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofSeconds(9), false), folder,
                Addresses.of(SystemDefaultDnsResolver.INSTANCE, false), 4);
        server.on("/a", FileServer.text("200 OK", "", "secret"));
        refused("http://" + host + ":" + server.port() + "/a");
        assertThat(server.requests).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254", "100.64.0.1", "100.100.100.200",
        "224.0.0.1", "255.255.255.255", "198.18.0.1", "::1", "::", "fe80::1", "fc00::1", "fd00:ec2::254", "ff02::1", "::ffff:10.0.0.1", "64:ff9b::a00:1",
        "2002:a00:1::", "2001:0:a00:1::1", "2001:db8::1", "fec0::1"})
    void whatIsNotPlainlyPublicIsNotPublic(String address) throws Exception {
        assertThat(Addresses.isPublic(InetAddress.getByName(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"8.8.8.8", "172.32.0.1", "172.15.0.1", "100.63.0.1", "192.169.0.1", "2a00:1450:4001:82a::200e", "2001:4860:4860::8888"})
    void whatIsPublicIsPublic(String address) throws Exception {
        assertThat(Addresses.isPublic(InetAddress.getByName(address))).isTrue();
    }
}
