package io.kriten.apitoken.api.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kriten.apitoken.crds.ApiToken;
import java.time.Duration;
import java.util.List;

/**
 * Asks the API server what a caller may (authorization.k8s.io/v1 SubjectAccessReview). A yes is
 * remembered for 10 seconds, a no never. Blocks: for workers only.
 */
public final class AccessReviews {

  private static final Duration YES_FOR = Duration.ofSeconds(10);
  private static final long MAX_REMEMBERED = 50_000;

  private record Question(Caller caller, String verb, String namespace, String name) {}

  private final KubernetesClient client;
  private final Cache<Question, Boolean> allowed =
      Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).expireAfterWrite(YES_FOR).build();

  /**
   * @param client may create SubjectAccessReviews
   */
  public AccessReviews(KubernetesClient client) {
    this.client = client;
  }

  /** Whether the caller may do that to all ApiTokens of the namespace. */
  public boolean may(Caller caller, String verb, String namespace) {
    return may(caller, verb, namespace, null);
  }

  /** Whether the caller may do that to the ApiToken of that name. */
  public boolean may(Caller caller, String verb, String namespace, String name) {
    Question question = new Question(caller, verb, namespace, name);
    if (allowed.getIfPresent(question) != null) {
      return true;
    }
    boolean yes = ask(question);
    if (yes) {
      allowed.put(question, true);
    }
    return yes;
  }

  private boolean ask(Question question) {
    Caller caller = question.caller();
    SubjectAccessReview review =
        new SubjectAccessReviewBuilder()
            .withNewSpec()
            .withUser(caller.username())
            .withUid(caller.uid().isEmpty() ? null : caller.uid())
            .withGroups(List.copyOf(caller.groups()))
            .withExtra(caller.extra())
            .withNewResourceAttributes()
            .withGroup(ApiToken.GROUP)
            .withVersion(ApiToken.VERSION)
            .withResource(ApiToken.PLURAL)
            .withNamespace(question.namespace())
            .withName(question.name())
            .withVerb(question.verb())
            .endResourceAttributes()
            .endSpec()
            .build();
    return Boolean.TRUE.equals(
        client.authorization().v1().subjectAccessReview().create(review).getStatus().getAllowed());
  }
}
