package io.kriten.apitoken.e2e.operator;

import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down, in order, each call that changes something among tokens: method and resource. */
final class CallLog implements Interceptor {

  private final List<String> calls = new CopyOnWriteArrayList<>();

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    Path path = Path.of(request.uri().getPath());
    if (CallFaults.changesTokens(request)) {
      Path resource = request.method().equals("DELETE") ? path.getParent() : path;
      calls.add(request.method() + " " + resource.getFileName());
    }
  }

  List<String> calls() {
    return List.copyOf(calls);
  }
}
