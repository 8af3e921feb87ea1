package dev.baton.camel;

import dev.baton.media.OwnHost;
import dev.baton.webhook.SigningSecret;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;

/**
 * What happens around every HTTP call of a channel: what was learnt is committed and the lease is checked before the request leaves, the channel's
 * own host gets the credentials and a signature, request and answer are noted, and it is known exactly whether the request can have left.
 */
final class Calls {

    private static final ScheduledThreadPoolExecutor ENDS = new ScheduledThreadPoolExecutor(1, work -> {
        Thread thread = new Thread(work, "call-ends");
        thread.setDaemon(true);
        return thread;
    });

    static {
        ENDS.setRemoveOnCancelPolicy(true);
    }

    private final Book book;
    private final HttpTimes times;
    private final Clock clock;
    private final OwnHost own;
    private final SigningSecret signing;
    private final Pace pace;
    private final Wire wire;

    /**
     * For the calls of one channel version.
     *
     * @param url           the channel's address; only its host gets the credentials
     * @param authorization value of that header, or null
     * @param signing       the secret that calls to that host are signed with, or null
     * @param pace          how fast the platform may be called
     * @param wire          in a rehearsal; null for the real network
     */
    Calls(Book book, HttpTimes times, Clock clock, String url, String authorization, SigningSecret signing, Pace pace, Wire wire) {
        this.book = book;
        this.times = times;
        this.clock = clock;
        this.own = new OwnHost(url, authorization);
        this.signing = signing;
        this.pace = pace;
        this.wire = wire;
    }

    void around(HttpClientBuilder client) {
        client.setConnectionManagerShared(true);
        // Before the protocol's headers are made: the body is in memory by then and gets a Content-Length.
        client.addExecInterceptorBefore(ChainElement.PROTOCOL.name(), "baton", this::call);
        client.addExecInterceptorAfter(ChainElement.CONNECT.name(), "baton-leaves", (request, scope, chain) -> {
            Call.current().onTheWire();
            return chain.proceed(request, scope);
        });
    }

    private ClassicHttpResponse call(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain) throws IOException, HttpException {
        Call call = Call.current();
        if (call == null || call.isWebhook()) {
            throw new IllegalStateException("a webhook route may not call out, because the platform waits for its answer: end it in baton:later and call from the inbox");
        }
        if (wire == null) {
            pace.await(request.getPath());
        }
        FormEntity form = request.getEntity() instanceof FormEntity one ? one : null;
        Duration most = form == null ? times.longest() : times.longest().plus(form.sending());
        call.beforeRequest(book, most, clock);
        if (own.authorization() != null && isOwn(request)) {
            request.setHeader("Authorization", own.authorization());
        }
        byte[] body = form != null ? form.outline() : bytes(request.getEntity());
        if (body != null && form == null) {
            // Also where the entity calls itself repeatable: one over a stream that was read just now would be sent empty.
            request.setEntity(copy(request.getEntity(), body));
        }
        if (signing != null && isOwn(request)) {
            sign(request, call.mark(), form, body);
        }
        call.transcript().request(request.getMethod(), request.getRequestUri(), body);
        // A platform that takes or gives a byte now and then trips no time-out of the socket, and would outlast the lease.
        ScheduledFuture<?> end = wire != null ? null : ENDS.schedule(scope.execRuntime::discardEndpoint, most.toMillis(), TimeUnit.MILLISECONDS);
        try {
            ClassicHttpResponse answer = wire == null ? chain.proceed(request, scope) : stubbed(call, request, body);
            byte[] answered = bytes(answer.getEntity());
            if (answered != null) {
                answer.setEntity(copy(answer.getEntity(), answered));
            }
            call.transcript().answer(answer.getCode(), answered);
            Header after = answer.getFirstHeader("Retry-After");
            Duration wait = TruthTable.retryAfter(after == null ? null : after.getValue(), clock);
            call.asksToWait(wait);
            if (answer.getCode() == 429 && wire == null) {
                pace.tooMany(request.getPath(), wait, System.nanoTime());
            }
            return answer;
        } catch (IOException e) {
            String host = request.getAuthority() == null ? "the platform" : request.getAuthority().toString();
            if (call.isOnTheWire()) {
                throw new NoAnswer(call.secrets().mask("no answer from " + host + ": " + TruthTable.words(e)), e);
            }
            throw new NotSent(call.secrets().mask("not sent, no connection to " + host + ": " + TruthTable.words(e)), e);
        } finally {
            if (end != null) {
                end.cancel(false);
            }
        }
    }

    /** Over the very bytes that leave, as Standard Webhooks says; nothing of it is noted. */
    private void sign(ClassicHttpRequest request, String mark, FormEntity form, byte[] body) {
        if (form != null) {
            throw new IllegalStateException("an upload can't be signed, because it is never in memory as a whole: take calls.signature or baton:form out");
        }
        String now = Long.toString(clock.instant().getEpochSecond());
        request.setHeader(SigningSecret.ID, mark);
        request.setHeader(SigningSecret.TIMESTAMP, now);
        request.setHeader(SigningSecret.SIGNATURE, signing.sign(mark, now, body == null ? new byte[0] : body));
    }

    private ClassicHttpResponse stubbed(Call call, ClassicHttpRequest request, byte[] body) throws IOException {
        try {
            ClassicHttpResponse answer = wire.answer(request, body);
            call.onTheWire();
            return answer;
        } catch (ConnectException e) {
            throw e;
        } catch (IOException e) {
            call.onTheWire();
            throw e;
        }
    }

    private boolean isOwn(ClassicHttpRequest request) {
        try {
            return own.isAt(request.getUri());
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static byte[] bytes(HttpEntity entity) throws IOException {
        return entity == null ? null : EntityUtils.toByteArray(entity);
    }

    private static HttpEntity copy(HttpEntity entity, byte[] bytes) {
        String encoding = entity.getContentEncoding();
        return new ByteArrayEntity(bytes, ContentType.parseLenient(entity.getContentType()), encoding);
    }
}
