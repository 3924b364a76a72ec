package io.kriten.apitoken.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * {@code /openapi.json}, and {@code /docs}: Swagger UI from its webjar, without inline scripts, so
 * that a strict Content-Security-Policy holds. Everything is in memory: no file is written.
 */
public final class Docs {

  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'"
          + " data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors"
          + " 'none'";

  private record Asset(String type, Buffer content) {}

  private final Map<String, Asset> assets = new LinkedHashMap<>();

  /** Reads everything from the class path. */
  public Docs() {
    String webjar = "/META-INF/resources/webjars/swagger-ui/" + webjarVersion() + "/";
    String css = "text/css; charset=utf-8";
    String js = "text/javascript; charset=utf-8";
    assets.put("/openapi.json", new Asset(Replies.JSON, openapi()));
    assets.put("/docs", new Asset("text/html; charset=utf-8", read("/docs/index.html")));
    assets.put("/docs/init.js", new Asset(js, read("/docs/init.js")));
    assets.put("/docs/swagger-ui.css", new Asset(css, read(webjar + "swagger-ui.css")));
    assets.put("/docs/swagger-ui-bundle.js", new Asset(js, read(webjar + "swagger-ui-bundle.js")));
  }

  List<Endpoint> endpoints() {
    return assets.entrySet().stream()
        .map(
            asset ->
                new Endpoint(asset.getKey())
                    .on(HttpMethod.GET, List.of(context -> reply(context, asset.getValue()))))
        .toList();
  }

  private static void reply(RoutingContext context, Asset asset) {
    context
        .response()
        .putHeader(SecurityHeaders.CSP, POLICY)
        .putHeader(HttpHeaders.CACHE_CONTROL, "public, max-age=300");
    Replies.send(context.response(), asset.type(), asset.content());
  }

  static Buffer openapi() {
    try {
      JsonNode document = new YAMLMapper().readTree(read("/openapi.yaml").getBytes());
      return Buffer.buffer(new ObjectMapper().writeValueAsBytes(document));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String webjarVersion() {
    Properties properties = new Properties();
    try (InputStream in = open("/META-INF/maven/org.webjars/swagger-ui/pom.properties")) {
      properties.load(in);
      return properties.getProperty("version");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Buffer read(String resource) {
    try (InputStream in = open(resource)) {
      return Buffer.buffer(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream open(String resource) throws IOException {
    InputStream in = Docs.class.getResourceAsStream(resource);
    if (in == null) {
      throw new IOException("The jar has no " + resource);
    }
    return in;
  }
}
