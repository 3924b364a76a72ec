package io.kriten.apitoken.api.doors;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.kriten.apitoken.api.http.Replies;
import io.kriten.apitoken.api.index.Entry;
import io.kriten.apitoken.crds.Labels;
import io.kriten.apitoken.crds.Owner;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The answers to kube-apiserver's questions, as JSON; one for each event loop. */
final class KeyReviewAnswers {

  /** No reason is told, to nobody. */
  static final Buffer REFUSED = Replies.encode(new Review(new Status(false, null, null)));

  private final List<String> audiences;
  private final ByOwner<Answer> withoutAudiences = new ByOwner<>(Answer::of);

  /**
   * @param audiences which audiences a key is for; empty: the API server's own
   */
  KeyReviewAnswers(List<String> audiences) {
    this.audiences = audiences;
  }

  private record Review(String apiVersion, String kind, Status status) {
    Review(Status status) {
      this(KeyReview.API_VERSION, KeyReview.KIND, status);
    }
  }

  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  private record Status(
      @JsonInclude(JsonInclude.Include.ALWAYS) boolean authenticated,
      User user,
      List<String> audiences) {}

  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  private record User(
      String username, String uid, List<String> groups, Map<String, List<String>> extra) {}

  /** The answer for a good key. The API server itself adds {@code system:authenticated}. */
  Buffer accepted(Entry token, List<String> asked) {
    List<String> common = common(asked);
    if (common.isEmpty() && !audiences.isEmpty()) {
      return REFUSED;
    }
    return common.isEmpty()
        ? withoutAudiences.get(token.owner()).of(token.uid())
        : encode(token.owner(), token.uid(), common);
  }

  private static Buffer encode(Owner owner, UUID token, List<String> audiences) {
    User user =
        new User(
            owner.username(),
            owner.uidOrEmpty(),
            owner.sortedGroups(),
            Map.of(Labels.TOKEN_ID, List.of(token.toString())));
    return Replies.encode(new Review(new Status(true, user, audiences)));
  }

  /** An answer for any token of one owner: all but the token's id is the same. */
  private record Answer(String before, String after) {

    private static final UUID NO_TOKEN = new UUID(0, 0);

    static Answer of(Owner owner) {
      String whole = encode(owner, NO_TOKEN, List.of()).toString();
      int id = whole.lastIndexOf(NO_TOKEN.toString());
      return new Answer(whole.substring(0, id), whole.substring(id + NO_TOKEN.toString().length()));
    }

    Buffer of(UUID token) {
      return Buffer.buffer(before + token + after);
    }
  }

  /** An answer without audiences means those of the API server, which compares them itself. */
  private List<String> common(List<String> asked) {
    return asked.isEmpty() ? audiences : asked.stream().filter(audiences::contains).toList();
  }
}
