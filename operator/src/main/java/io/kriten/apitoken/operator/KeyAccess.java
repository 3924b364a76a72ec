package io.kriten.apitoken.operator;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.kriten.apitoken.crds.ApiToken;
import io.kriten.apitoken.crds.DigestSecrets;
import io.kriten.apitoken.crds.Labels;
import io.kriten.apitoken.crds.Names;

/**
 * The Role and RoleBinding that let a token's owner, and nobody else, read and delete the one
 * delivery Secret. Nothing in a name comes from the user; the owner's name stands in the subject
 * only.
 */
final class KeyAccess {

  private static final String RBAC = "rbac.authorization.k8s.io";

  private KeyAccess() {}

  static Role role(ApiToken token) {
    return new RoleBuilder()
        .withMetadata(metadata(token))
        .addNewRule()
        .withApiGroups("")
        .withResources("secrets")
        .withResourceNames(name(token))
        .withVerbs("get", "delete")
        .endRule()
        .build();
  }

  /** A ServiceAccount is bound by its user name as well: RBAC matches the name that it comes by. */
  static RoleBinding binding(ApiToken token) {
    return new RoleBindingBuilder()
        .withMetadata(metadata(token))
        .withNewRoleRef(RBAC, "Role", name(token))
        .addNewSubject(RBAC, "User", token.getSpec().owner().username(), null)
        .build();
  }

  /** Whether a Role is the one that we make: a wider one, made beforehand, must never be bound. */
  static Claim claim(Role found, ApiToken token) {
    return claim(
        TokenFacts.controls(token, found) && found.getRules().equals(role(token).getRules()));
  }

  /** Whether a RoleBinding is the one that we make. */
  static Claim claim(RoleBinding found, ApiToken token) {
    RoleBinding wanted = binding(token);
    return claim(
        TokenFacts.controls(token, found)
            && found.getRoleRef().equals(wanted.getRoleRef())
            && found.getSubjects().equals(wanted.getSubjects()));
  }

  static String name(ApiToken token) {
    return Names.keySecret(token.getMetadata().getUid(), token.getSpec().serial());
  }

  private static Claim claim(boolean ours) {
    return ours ? Claim.OURS : Claim.FOREIGN;
  }

  private static ObjectMeta metadata(ApiToken token) {
    return new ObjectMetaBuilder()
        .withNamespace(token.getMetadata().getNamespace())
        .withName(name(token))
        .addToLabels(Labels.COMPONENT, Labels.KEY)
        .addToLabels(Labels.TOKEN, Labels.tokenValue(token))
        .withOwnerReferences(DigestSecrets.ownerReference(token))
        .build();
  }
}
