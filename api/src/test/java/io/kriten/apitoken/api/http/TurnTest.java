package io.kriten.apitoken.api.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.http.HttpServerOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Requests of one connection, one after the other. */
class TurnTest {

  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final AtomicBoolean ending = new AtomicBoolean();

  TurnTest() {
    channel.freezeTime();
    channel
        .pipeline()
        .addLast("handler", new ChannelInboundHandlerAdapter())
        .addFirst(
            new StrictDecoder(new HttpServerOptions(), ConnectionSettings.DEFAULT, ending::get));
  }

  private void send(String text) {
    channel.writeInbound(Unpooled.copiedBuffer(text, US_ASCII));
  }

  private static String get(String path) {
    return "GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n";
  }

  /** The paths of the requests that came through since the last look. */
  private List<String> arrived() {
    channel.runPendingTasks();
    List<String> paths = new ArrayList<>();
    for (Object message = channel.readInbound(); message != null; message = channel.readInbound()) {
      if (message instanceof HttpRequest request) {
        paths.add(request.uri());
      }
    }
    return paths;
  }

  private void answer(HttpResponseStatus status) {
    channel.writeOutbound(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status));
  }

  @Test
  void aRequestWaitsForTheAnswerOfTheOneBefore() {
    send(get("/1") + get("/2") + get("/3"));
    assertThat(arrived()).containsExactly("/1");
    send(get("/4"));
    assertThat(arrived()).isEmpty();
    answer(HttpResponseStatus.OK);
    assertThat(arrived()).containsExactly("/2");
    answer(HttpResponseStatus.UNAUTHORIZED);
    assertThat(arrived()).containsExactly("/3");
    answer(HttpResponseStatus.OK);
    assertThat(arrived()).containsExactly("/4");
  }

  @Test
  void anAnswerThatIsNotFlushedIsNotSent() {
    send(get("/1") + get("/2"));
    var unused =
        channel.write(
            new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.UNAUTHORIZED));
    assertThat(arrived()).containsExactly("/1");
    channel.flush();
    assertThat(arrived()).containsExactly("/2");
  }

  @Test
  void nothingMoreIsReadWhileOneWaits() {
    send(get("/1") + get("/2"));
    assertThat(channel.config().isAutoRead()).isFalse();
    answer(HttpResponseStatus.OK);
    assertThat(arrived()).containsExactly("/1", "/2");
    assertThat(channel.config().isAutoRead()).isTrue();
  }

  @Test
  void theAnswerEndsWithItsLastPart() {
    send(get("/1") + get("/2"));
    channel.writeOutbound(new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK));
    assertThat(arrived()).containsExactly("/1");
    channel.writeOutbound(LastHttpContent.EMPTY_LAST_CONTENT);
    assertThat(arrived()).containsExactly("/2");
  }

  @Test
  void continueIsNoAnswer() {
    send(get("/1") + get("/2"));
    answer(HttpResponseStatus.CONTINUE);
    assertThat(arrived()).containsExactly("/1");
    answer(HttpResponseStatus.OK);
    assertThat(arrived()).containsExactly("/2");
  }

  @Test
  void aBodyIsReadBeforeAndAfterTheAnswer() {
    send("POST /1 HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc");
    send("def");
    answer(HttpResponseStatus.OK);
    send("ghi" + get("/2"));
    assertThat(arrived()).containsExactly("/1", "/2");
  }

  @Test
  void whoDoesNotTakeAnswersGetsNoMore() {
    send(get("/1") + get("/2"));
    channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
    answer(HttpResponseStatus.OK);
    assertThat(arrived()).containsExactly("/1");
    channel.unsafe().outboundBuffer().setUserDefinedWritability(1, true);
    assertThat(arrived()).containsExactly("/2");
  }

  private boolean saidThatItEnds() {
    HttpResponse head = channel.readOutbound();
    return head.headers().contains(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE, true);
  }

  private void pass(long ms) {
    channel.advanceTimeBy(ms, TimeUnit.MILLISECONDS);
    channel.runPendingTasks();
  }

  @Test
  void atTheEndOfTheProcessAnAnswerIsTheLastOne() {
    send(get("/1") + get("/2") + get("/3"));
    answer(HttpResponseStatus.OK);
    assertThat(saidThatItEnds()).isFalse();
    ending.set(true);
    assertThat(arrived()).containsExactly("/1", "/2");
    answer(HttpResponseStatus.OK);
    assertThat(saidThatItEnds()).isTrue();
    send(get("/4"));
    assertThat(channel.config().isAutoRead()).as("what still comes is dropped").isTrue();

    pass(HttpApi.LINGER_MS - 1);
    assertThat(channel.isOpen()).isTrue();
    pass(1);
    assertThat(channel.isOpen()).isFalse();
    assertThat(arrived()).isEmpty();
  }

  @Test
  void theLastAnswerIsSentToItsEnd() {
    ending.set(true);
    send(get("/1") + get("/2"));
    answer(HttpResponseStatus.CONTINUE);
    assertThat(saidThatItEnds()).isFalse();
    channel.writeOutbound(new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK));
    assertThat(saidThatItEnds()).isTrue();
    pass(HttpApi.LINGER_MS);
    assertThat(channel.isOpen()).isTrue();

    channel.writeOutbound(LastHttpContent.EMPTY_LAST_CONTENT);
    pass(HttpApi.LINGER_MS);
    assertThat(channel.isOpen()).isFalse();
    assertThat(arrived()).containsExactly("/1");
  }

  @Test
  void whatComesBehindAMalformedRequestIsReadAndDropped() {
    send("GET /1 FTP/1.1\r\n\r\n" + get("/2"));
    assertThat(arrived()).hasSize(1);
    assertThat(channel.config().isAutoRead()).isTrue();
  }
}
