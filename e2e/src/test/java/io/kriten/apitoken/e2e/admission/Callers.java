package io.kriten.apitoken.e2e.admission;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.api.model.rbac.Subject;
import io.fabric8.kubernetes.api.model.rbac.SubjectBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kriten.apitoken.e2e.Kubectl;
import io.kriten.apitoken.local.LocalCluster;
import io.kriten.apitoken.local.LocalSettings;
import io.kriten.apitoken.local.User;
import java.time.Duration;
import java.util.List;

/**
 * Everybody who asks for something, in a namespace that no operator and no facade looks at. RBAC
 * there lets people do all that editors may, so that it is admission that refuses.
 */
final class Callers {

  private static final String RBAC = "rbac.authorization.k8s.io";

  private final LocalCluster cluster;
  private final String namespace;

  private Callers(LocalCluster cluster, String namespace) {
    this.cluster = cluster;
    this.namespace = namespace;
  }

  static Callers in(LocalCluster cluster, String namespace) {
    Callers callers = new Callers(cluster, namespace);
    KubernetesClient client = cluster.adminClient();
    client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
        .serverSideApply();
    callers.bind("editors", "ClusterRole", "apitoken-editor", people());
    callers.bind(
        "admins",
        "ClusterRole",
        "apitoken-admin",
        List.of(subject("Group", LocalSettings.ADMINS).build()));
    callers.bindAccount("apitoken-operator");
    callers.bindAccount("apitoken-api");
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> callers.facade().run("auth", "can-i", "create", "apitokens").exit() == 0);
    return callers;
  }

  Kubectl alice() {
    return person("alice");
  }

  Kubectl bob() {
    return person("bob");
  }

  /** May do nothing that is not granted. */
  Kubectl carol() {
    return person("carol");
  }

  /** Has {@code manage-all}. */
  Kubectl admin() {
    return person("admin");
  }

  Kubectl clusterAdmin() {
    return Kubectl.asClusterAdmin(cluster).with("--namespace=" + namespace);
  }

  /** Alice, who came by one of her keys. */
  Kubectl aliceByKey() {
    User alice = cluster.user("alice");
    return clusterAdmin()
        .with(
            "--as=alice",
            "--as-uid=" + alice.uid(),
            "--as-group=devs",
            "--as-group=system:authenticated",
            "--as-user-extra=kriten.io/token-id=a6c7d0a5-4c1e-4c0f-9c53-0d2a8c1f0c11");
  }

  Kubectl operator() {
    return clusterAdmin().with("--as=system:serviceaccount:apitoken-system:apitoken-operator");
  }

  Kubectl facade() {
    return clusterAdmin().with("--as=system:serviceaccount:apitoken-system:apitoken-api");
  }

  String uid(String user) {
    return cluster.user(user).uid();
  }

  String namespace() {
    return namespace;
  }

  /** Lets a person do more, by a rule on apitokens. */
  void grant(String user, String verb, String... names) {
    String role = user + "-" + verb;
    cluster
        .adminClient()
        .resource(
            new RoleBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(role)
                .endMetadata()
                .addNewRule()
                .withApiGroups("kriten.io")
                .withResources("apitokens")
                .withVerbs(verb)
                .withResourceNames(names)
                .endRule()
                .build())
        .serverSideApply();
    bind(role, "Role", role, List.of(subject("User", user).build()));
    String target = names.length == 0 ? "apitokens" : "apitokens/" + names[0];
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> clusterAdmin().run("auth", "can-i", verb, target, "--as=" + user).exit() == 0);
  }

  /** A manifest. The spec is YAML, indented by two. */
  static String token(String name, String spec) {
    return """
        apiVersion: kriten.io/v1alpha1
        kind: ApiToken
        metadata:
          name: %s
        """
            .formatted(name)
        + (spec.isEmpty() ? "" : "spec:\n" + spec.indent(2));
  }

  private Kubectl person(String user) {
    return Kubectl.as(cluster, user).with("--namespace=" + namespace);
  }

  private static List<Subject> people() {
    return List.of(subject("User", "alice").build(), subject("User", "bob").build());
  }

  private static SubjectBuilder subject(String kind, String name) {
    return new SubjectBuilder().withKind(kind).withName(name).withApiGroup(RBAC);
  }

  /** The chart's own Role of that account, for this namespace too. */
  private void bindAccount(String account) {
    var rules =
        cluster
            .adminClient()
            .rbac()
            .roles()
            .inNamespace(LocalSettings.TOKENS_NAMESPACE)
            .withName(account)
            .require()
            .getRules();
    cluster
        .adminClient()
        .resource(
            new RoleBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(account)
                .endMetadata()
                .withRules(rules)
                .build())
        .serverSideApply();
    Subject subject =
        new SubjectBuilder()
            .withKind("ServiceAccount")
            .withName(account)
            .withNamespace(LocalSettings.RELEASE_NAMESPACE)
            .build();
    bind(account, "Role", account, List.of(subject));
  }

  private void bind(String name, String kind, String role, List<Subject> subjects) {
    cluster
        .adminClient()
        .resource(
            new RoleBindingBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .withNewRoleRef(RBAC, kind, role)
                .withSubjects(subjects)
                .build())
        .serverSideApply();
  }
}
