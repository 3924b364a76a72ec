package io.kriten.apitoken.api.kube;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListMeta;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Lists one kind in pages. Each object of a page is told while the rest is still on its way, so
 * that no page is ever in memory: two of 5,000 ordinary objects, decoded, are more heap than a pod
 * of 256 MiB has, and with the annotations that users may give their tokens one is 320 MB.
 */
public final class Pages<T extends HasMetadata> {

  private static final int MAX_REFUSAL = 2_000;

  private final URI root;
  private final HttpClient http;
  private final Duration patience;
  private final ObjectReader objects;
  private final ObjectReader metadata;
  private final Class<T> type;

  /**
   * @param client logs in, and asks again as it is set up to while there is no answer
   * @param patience how long an answer may take to begin, and then to end
   * @param unread which of the objects' metadata nobody looks at: they are not decoded
   */
  public Pages(KubernetesClient client, Class<T> type, Duration patience, String... unread) {
    this.root = URI.create(client.getMasterUrl().toString());
    this.http = client.getHttpClient();
    this.patience = patience;
    this.type = type;
    ObjectMapper mapper = new ObjectMapper();
    // To set a mapper up as fabric8's own is all that is wanted of it.
    var unused = new KubernetesSerialization(mapper, false);
    mapper
        .configOverride(ObjectMeta.class)
        .setIgnorals(JsonIgnoreProperties.Value.forIgnoredProperties(unread));
    this.objects = mapper.readerFor(type);
    this.metadata = mapper.readerFor(ListMeta.class);
  }

  /**
   * Reads a page.
   *
   * @param told is told each object; when the page breaks off, it was told some of them
   * @return the list's metadata; {@code continue} is null or empty at the end
   * @throws KubernetesClientException with the code of a refusal; also when the page breaks off or
   *     takes too long
   */
  public ListMeta read(Listing page, Consumer<T> told) {
    HttpResponse<InputStream> answer = answer(uri(page));
    InputStream body = answer.body();
    CompletableFuture<Void> end = new CompletableFuture<>();
    // At its end a body is not closed: fabric8 would reset the connection, which may be another
    // request's by then.
    var unused =
        end.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
            .exceptionally(early -> closed(body));
    try {
      if (!answer.isSuccessful()) {
        byte[] why = body.readNBytes(MAX_REFUSAL);
        if (why.length < MAX_REFUSAL) {
          end.complete(null);
        }
        throw refused(answer.code(), new String(why, UTF_8));
      }
      ListMeta found = read(body, told);
      end.complete(null);
      return found;
    } catch (JsonMappingException e) {
      // Its message could quote a value, and this may be a Secret.
      throw new KubernetesClientException(
          "An object cannot be decoded: " + e.getPathReference(), e);
    } catch (IOException e) {
      throw new KubernetesClientException(
          end.isDone() ? "A page took longer than " + patience : "A page broke off", e);
    } finally {
      end.cancel(false);
    }
  }

  private URI uri(Listing page) {
    Map<String, String> query = new TreeMap<>();
    query.put("limit", Long.toString(page.limit()));
    if (!page.next().isEmpty()) {
      query.put("continue", page.next());
    }
    if (!page.fields().isEmpty()) {
      query.put("fieldSelector", joined(page.fields(), Pages::escaped, ","));
    }
    String apiVersion = HasMetadata.getApiVersion(type);
    return root.resolve(
        "%s/%s/namespaces/%s/%s?%s"
            .formatted(
                apiVersion.contains("/") ? "apis" : "api",
                apiVersion,
                page.namespace(),
                HasMetadata.getPlural(type),
                joined(query, value -> URLEncoder.encode(value, UTF_8), "&")));
  }

  private static String joined(
      Map<String, String> values, UnaryOperator<String> encoded, String separator) {
    return values.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + encoded.apply(entry.getValue()))
        .collect(joining(separator));
  }

  /** k8s.io/apimachinery, fields.EscapeValue. */
  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace(",", "\\,").replace("=", "\\=");
  }

  private static KubernetesClientException refused(int code, String why) {
    return new KubernetesClientException(
        "A page was refused with %d: %s".formatted(code, why), code, null);
  }

  private HttpResponse<InputStream> answer(URI page) {
    try {
      HttpRequest request =
          http.newHttpRequestBuilder()
              .uri(page)
              .timeout(patience.toMillis(), TimeUnit.MILLISECONDS)
              .build();
      // The one timeout gives the connection up, the other one tries as well.
      return http.sendAsync(request, InputStream.class)
          .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
          .join();
    } catch (CompletionException e) {
      throw new KubernetesClientException("No page was answered: " + e.getCause(), e);
    }
  }

  /** Whoever reads from it is told so at once. */
  private static Void closed(InputStream body) {
    try {
      body.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return null;
  }

  private ListMeta read(InputStream body, Consumer<T> told) throws IOException {
    ListMeta found = null;
    try (JsonParser parser = objects.createParser(body)) {
      parser.disable(JsonParser.Feature.AUTO_CLOSE_SOURCE);
      parser.nextToken();
      // Of built-in kinds the metadata come first, of custom resources last.
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String field = parser.currentName();
        parser.nextToken();
        switch (field) {
          case "metadata" -> found = metadata.readValue(parser);
          case "items" -> readItems(parser, told);
          default -> parser.skipChildren();
        }
      }
      require(parser, JsonToken.END_OBJECT);
      // The end of the body.
      parser.nextToken();
    }
    if (found == null) {
      throw new IOException("a list without metadata");
    }
    return found;
  }

  /** An empty list may be null. */
  private void readItems(JsonParser parser, Consumer<T> told) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return;
    }
    require(parser, JsonToken.START_ARRAY);
    while (parser.nextToken() == JsonToken.START_OBJECT) {
      told.accept(objects.readValue(parser));
    }
    require(parser, JsonToken.END_ARRAY);
  }

  private static void require(JsonParser parser, JsonToken expected) throws IOException {
    if (parser.currentToken() != expected) {
      throw new IOException("a list with %s for %s".formatted(parser.currentToken(), expected));
    }
  }
}
