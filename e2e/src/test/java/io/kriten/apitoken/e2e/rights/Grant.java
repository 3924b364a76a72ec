package io.kriten.apitoken.e2e.rights;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.Subject;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.kriten.apitoken.e2e.AuditTrail;
import io.kriten.apitoken.e2e.AuditTrail.Request;
import io.kriten.apitoken.e2e.helm.Rendered;
import java.util.List;
import java.util.stream.Stream;

/**
 * One thing that the chart lets one of its ServiceAccounts do.
 *
 * @param resource as {@link AuditTrail#resource} spells it
 * @param namespace empty for all
 * @param name of the object; empty for all
 */
record Grant(String account, String verb, String resource, String namespace, String name) {

  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

  boolean allows(Request request) {
    return request.account().equals(account)
        && request.verb().equals(verb)
        && request.resource().equals(resource)
        && (namespace.isEmpty() || request.namespace().equals(namespace))
        && (name.isEmpty() || request.name().equals(name));
  }

  /** All that the chart's RoleBindings and ClusterRoleBindings give to ServiceAccounts. */
  static List<Grant> of(Rendered chart) {
    return Stream.concat(
            chart
                .ofKind("RoleBinding")
                .map(object -> as(RoleBinding.class, object))
                .flatMap(
                    binding ->
                        grants(
                            binding.getSubjects(),
                            binding.getMetadata().getNamespace(),
                            rules(chart, binding))),
            chart
                .ofKind("ClusterRoleBinding")
                .map(object -> as(ClusterRoleBinding.class, object))
                .flatMap(
                    binding ->
                        grants(
                            binding.getSubjects(),
                            "",
                            clusterRules(chart, binding.getRoleRef().getName()))))
        .toList();
  }

  private static Stream<Grant> grants(
      List<Subject> subjects, String namespace, List<PolicyRule> rules) {
    return subjects.stream()
        .filter(subject -> "ServiceAccount".equals(subject.getKind()))
        .flatMap(
            subject -> rules.stream().flatMap(rule -> grants(subject.getName(), namespace, rule)));
  }

  private static Stream<Grant> grants(String account, String namespace, PolicyRule rule) {
    List<String> names = rule.getResourceNames().isEmpty() ? List.of("") : rule.getResourceNames();
    return rule.getApiGroups().stream()
        .flatMap(
            group ->
                rule.getResources().stream()
                    .map(resource -> AuditTrail.resource(group, resource, "")))
        .flatMap(
            resource ->
                rule.getVerbs().stream()
                    .flatMap(
                        verb ->
                            names.stream()
                                .map(name -> new Grant(account, verb, resource, namespace, name))));
  }

  private static List<PolicyRule> rules(Rendered chart, RoleBinding binding) {
    String name = binding.getRoleRef().getName();
    return "ClusterRole".equals(binding.getRoleRef().getKind())
        ? clusterRules(chart, name)
        : chart
            .ofKind("Role")
            .map(object -> as(Role.class, object))
            .filter(role -> isNamed(role, name))
            .filter(
                role ->
                    role.getMetadata().getNamespace().equals(binding.getMetadata().getNamespace()))
            .findFirst()
            .orElseThrow()
            .getRules();
  }

  private static List<PolicyRule> clusterRules(Rendered chart, String name) {
    return chart
        .ofKind("ClusterRole")
        .map(object -> as(ClusterRole.class, object))
        .filter(role -> isNamed(role, name))
        .findFirst()
        .orElseThrow()
        .getRules();
  }

  private static boolean isNamed(HasMetadata object, String name) {
    return object.getMetadata().getName().equals(name);
  }

  private static <T extends HasMetadata> T as(Class<T> kind, GenericKubernetesResource object) {
    return SERIALIZATION.convertValue(object, kind);
  }
}
