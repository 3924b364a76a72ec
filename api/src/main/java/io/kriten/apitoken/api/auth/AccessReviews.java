package io.kriten.apitoken.api.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Ticker;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.kriten.apitoken.crds.ApiToken;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Asks the API server what a caller may (authorization.k8s.io/v1 SubjectAccessReview). A yes is
 * remembered for 10 seconds, a no never. Blocks: for workers only.
 */
public final class AccessReviews {

  private final UnaryOperator<SubjectAccessReview> apiServer;
  private final Cache<AccessQuestion, Boolean> allowed;

  /**
   * @param apiServer answers a SubjectAccessReview; blocks
   * @param ticker nanoseconds that never go backwards
   */
  public AccessReviews(UnaryOperator<SubjectAccessReview> apiServer, Ticker ticker) {
    this.apiServer = apiServer;
    this.allowed = AccessQuestion.memory(ticker);
  }

  /** Whether the caller may do that to all ApiTokens of the namespace. */
  public boolean may(Caller caller, String verb, String namespace) {
    return may(caller, verb, namespace, null);
  }

  /** Whether the caller may do that to the ApiToken of that name. */
  public boolean may(Caller caller, String verb, String namespace, String name) {
    return may(
        caller,
        new ResourceAccess(
            verb, ApiToken.GROUP, ApiToken.PLURAL, "", namespace, name == null ? "" : name));
  }

  private boolean may(Caller caller, ResourceAccess access) {
    AccessQuestion question = new AccessQuestion(caller, access);
    if (allowed.getIfPresent(question) != null) {
      return true;
    }
    boolean yes = ask(question);
    if (yes) {
      allowed.put(question, true);
    }
    return yes;
  }

  /** The API server's answer, as it is now. */
  public boolean ask(AccessQuestion question) {
    Caller caller = question.caller();
    ResourceAccess access = question.access();
    SubjectAccessReview review =
        new SubjectAccessReviewBuilder()
            .withNewSpec()
            .withUser(caller.username())
            .withUid(caller.uid().isEmpty() ? null : caller.uid())
            .withGroups(List.copyOf(caller.groups()))
            .withExtra(caller.extra())
            .withNewResourceAttributes()
            .withVerb(access.verb())
            .withGroup(access.group())
            .withResource(access.resource())
            .withSubresource(access.subresource())
            .withNamespace(access.namespace())
            .withName(access.name())
            .endResourceAttributes()
            .endSpec()
            .build();
    return Boolean.TRUE.equals(apiServer.apply(review).getStatus().getAllowed());
  }
}
