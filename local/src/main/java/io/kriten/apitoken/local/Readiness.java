package io.kriten.apitoken.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Tells whether servers are ready, by their own health endpoints. */
final class Readiness {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final HttpClient http;
  private final Poller poller;

  /**
   * @param http trusts the servers that it is to ask
   */
  Readiness(HttpClient http, Poller poller) {
    this.http = http;
    this.poller = poller;
  }

  /** Completes once the URL answers 200. Cancel it to give up. */
  CompletableFuture<Void> ready(URI url) {
    HttpRequest request = HttpRequest.newBuilder(url).timeout(PATIENCE).build();
    return poller.until(() -> answers200(request));
  }

  private boolean answers200(HttpRequest request) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notListening) {
      return false;
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
