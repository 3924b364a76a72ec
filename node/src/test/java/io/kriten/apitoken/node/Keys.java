package io.kriten.apitoken.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Every key of alice's that was handed out. */
final class Keys {

  /** So many are shown at most, evenly chosen. */
  private static final int SHOWN = 1000;

  private final List<Token> tokens = new ArrayList<>();

  void add(Token token) {
    tokens.add(token);
  }

  void addAll(List<Token> more) {
    tokens.addAll(more);
  }

  /** Each passes the gateway, as alice's. */
  void expectGood(URI gateway) throws IOException, InterruptedException {
    for (int i = 0; i < tokens.size(); i += 1 + tokens.size() / SHOWN) {
      Token token = tokens.get(i);
      HttpResponse<String> answer = Rest.show(gateway, token.key());
      assertThat(answer.statusCode()).as("%s: %s", token, answer.body()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("hello alice");
    }
  }

  /** None is lost. */
  void expectAllAmong(Set<String> ids) {
    assertThat(ids).containsAll(tokens.stream().map(Token::id).toList());
  }
}
