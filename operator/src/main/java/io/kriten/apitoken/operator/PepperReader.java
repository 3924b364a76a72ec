package io.kriten.apitoken.operator;

import static java.net.HttpURLConnection.HTTP_FORBIDDEN;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kriten.apitoken.crds.Names;
import io.kriten.apitoken.crds.PepperSecrets;
import io.kriten.apitoken.keys.Peppers;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the peppers, and makes them where none were ever needed. While any digest exists nobody
 * makes new ones: the digests would be worthless, and the loss unseen.
 */
final class PepperReader implements Supplier<PepperStanding> {

  private static final Logger log = LoggerFactory.getLogger(PepperReader.class);

  private final ApiServer api;
  private final String releaseNamespace;
  private final List<String> tokenNamespaces;
  private final SecureRandom random;

  PepperReader(
      ApiServer api, String releaseNamespace, List<String> tokenNamespaces, SecureRandom random) {
    this.api = api;
    this.releaseNamespace = releaseNamespace;
    this.tokenNamespaces = tokenNamespaces;
    this.random = random;
  }

  @Override
  public PepperStanding get() {
    try {
      return find().map(PepperReader::read).orElseGet(this::make);
    } catch (KubernetesClientException e) {
      if (e.getCode() == HTTP_FORBIDDEN) {
        return PepperStanding.missing("The operator may not read or make it.");
      }
      throw e;
    }
  }

  private Optional<Secret> find() {
    return api.find(Secret.class, releaseNamespace, Names.PEPPER_SECRET);
  }

  private static PepperStanding read(Secret secret) {
    try {
      return PepperStanding.of(PepperSecrets.read(secret));
    } catch (IllegalArgumentException e) {
      return PepperStanding.missing(e.getMessage());
    }
  }

  private PepperStanding make() {
    Optional<String> inUse = tokenNamespaces.stream().filter(api::holdsDigest).findFirst();
    if (inUse.isPresent()) {
      return PepperStanding.missing(
          "There is none, but namespace " + inUse.get() + " holds digests that were made with it.");
    }
    Optional<Secret> made =
        api.create(PepperSecrets.write(releaseNamespace, Peppers.generate(random)));
    made.ifPresent(
        secret ->
            log.info("made the peppers: Secret {}/{}", releaseNamespace, Names.PEPPER_SECRET));
    return made.or(this::find)
        .map(PepperReader::read)
        .orElseGet(() -> PepperStanding.missing("It was deleted while it was made."));
  }
}
