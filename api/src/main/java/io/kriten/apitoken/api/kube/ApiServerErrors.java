package io.kriten.apitoken.api.kube;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kriten.apitoken.api.problem.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the API server's refusals mean to somebody who does not talk to it. */
final class ApiServerErrors {

  /** k8s.io/apiserver, plugin/policy/validating: the policy's own words come last. */
  private static final Pattern DENIED_BY_POLICY =
      Pattern.compile(
          "ValidatingAdmissionPolicy '[^']*' with binding '[^']*' denied request: (.*)",
          Pattern.DOTALL);

  private static final Pattern DENIED_OTHERWISE =
      Pattern.compile("admission webhook|denied (?:the )?request|exceeded quota|is invalid");

  private ApiServerErrors() {}

  static Refusal refusal(KubernetesClientException e) {
    String message = message(e);
    Matcher denied = DENIED_BY_POLICY.matcher(message);
    if (denied.find()) {
      return Refusal.unprocessable(denied.group(1).strip());
    }
    return switch (e.getCode()) {
      case 409 -> Refusal.conflict();
      case 400, 403, 422 -> refused(e, message);
      case 429 ->
          Refusal.unavailable("The cluster is too busy. Nothing was changed; try again later.");
      default ->
          Refusal.unavailable("The cluster's API server cannot be reached. Try again later.");
    };
  }

  private static Refusal refused(KubernetesClientException e, String message) {
    Optional<String> causes = causes(e);
    if (e.getCode() == 422 && causes.isPresent()) {
      return Refusal.unprocessable("The cluster refused the API token: " + causes.get());
    }
    if (DENIED_OTHERWISE.matcher(message).find()) {
      return Refusal.unprocessable(
          "The cluster's rules refused the API token. Ask its administrators which apply.");
    }
    return Refusal.unavailable(
        "The service may not do this on the cluster. Its administrators find the reason in its"
            + " log.");
  }

  private static String message(KubernetesClientException e) {
    return Optional.ofNullable(e.getStatus()).map(Status::getMessage).orElse("");
  }

  private static Optional<String> causes(KubernetesClientException e) {
    List<StatusCause> causes =
        e.getStatus() == null || e.getStatus().getDetails() == null
            ? List.of()
            : e.getStatus().getDetails().getCauses();
    return causes.isEmpty()
        ? Optional.empty()
        : Optional.of(
            causes.stream()
                .map(
                    c ->
                        c.getField() == null
                            ? c.getMessage()
                            : c.getField() + ": " + c.getMessage())
                .collect(Collectors.joining("; ")));
  }
}
