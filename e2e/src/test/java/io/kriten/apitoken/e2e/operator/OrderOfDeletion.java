package io.kriten.apitoken.e2e.operator;

import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down of which resources objects are deleted. */
final class OrderOfDeletion implements Interceptor {

  private final List<String> deleted = new CopyOnWriteArrayList<>();

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    if (request.method().equals("DELETE")) {
      deleted.add(Path.of(request.uri().getPath()).getParent().getFileName().toString());
    }
  }

  List<String> deleted() {
    return List.copyOf(deleted);
  }
}
