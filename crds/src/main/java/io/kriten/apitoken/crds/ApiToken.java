package io.kriten.apitoken.crds;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalSelectableField;
import io.fabric8.crd.generator.annotation.Annotations;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/**
 * An API token: who it acts as, and whether and until when it may. Its key's digest lies in a
 * Secret.
 *
 * <p>Fields that a later version adds are skipped when they are read, in every type of the
 * resource: one of them must not break the watch of all tokens.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@Group(ApiToken.GROUP)
@Version(ApiToken.VERSION)
@Kind(ApiToken.KIND)
@Plural(ApiToken.PLURAL)
@Singular("apitoken")
@ShortNames("at")
@Categories("kriten")
@Annotations("helm.sh/resource-policy=keep")
@AdditionalSelectableField(jsonPath = ApiToken.OWNER_FIELD)
@AdditionalPrinterColumn(name = "OWNER", jsonPath = ".spec.owner.username")
@AdditionalPrinterColumn(
    name = "ENABLED",
    jsonPath = ".spec.enabled",
    type = AdditionalPrinterColumn.Type.BOOLEAN)
@AdditionalPrinterColumn(
    name = "STATE",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason")
@AdditionalPrinterColumn(name = "EXPIRES", jsonPath = ".spec.expires")
@AdditionalPrinterColumn(
    name = "AGE",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
public final class ApiToken extends CustomResource<ApiTokenSpec, ApiTokenStatus>
    implements Namespaced {

  /** The API group. */
  public static final String GROUP = "kriten.io";

  /** The version. */
  public static final String VERSION = "v1alpha1";

  /** {@code apiVersion} in a manifest. */
  public static final String API_VERSION = GROUP + "/" + VERSION;

  /** The kind. */
  public static final String KIND = "ApiToken";

  /** The resource's name in paths and in RBAC. */
  public static final String PLURAL = "apitokens";

  /** The selectable field: {@code kubectl get at --field-selector spec.owner.username=alice}. */
  public static final String OWNER_FIELD = ".spec.owner.username";
}
