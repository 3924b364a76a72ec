package io.kriten.apitoken.operator.tls;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps CA and serving certificate as they should be: one pass reads both, and writes what is due.
 * Names and resource versions decide between two operators; whoever loses looks again in the next
 * pass.
 */
public final class Certificates implements Runnable {

  private static final Logger log = LoggerFactory.getLogger(Certificates.class);

  private final SecretStore store;
  private final String namespace;
  private final List<String> names;
  private final BooleanSupplier leads;
  private final InstantSource clock;
  private Optional<String> problem = Optional.empty();

  /**
   * @param store of the release's namespace
   * @param names DNS names and IP addresses by which the REST API is reached; empty: nothing is
   *     made
   * @param leads whether this replica may write
   */
  public Certificates(
      SecretStore store,
      String namespace,
      List<String> names,
      BooleanSupplier leads,
      InstantSource clock) {
    this.store = store;
    this.namespace = namespace;
    this.names = List.copyOf(names);
    this.leads = leads;
    this.clock = clock;
  }

  @Override
  public void run() {
    if (names.isEmpty() || !leads.getAsBoolean()) {
      return;
    }
    Optional<String> found = keep();
    found.filter(text -> !found.equals(problem)).ifPresent(log::error);
    problem = found;
  }

  /** What keeps it from being done, for people. */
  private Optional<String> keep() {
    try {
      return keepAuthorities().flatMap(this::keepServing);
    } catch (IllegalArgumentException e) {
      return Optional.of(
          "Secret %s/%s holds no CA of the operator's: delete it to get another. %s"
              .formatted(namespace, TlsSecrets.CA, e.getMessage()));
    }
  }

  /** Empty when another operator was faster. */
  private Optional<Authorities> keepAuthorities() {
    Optional<Secret> found = store.find(TlsSecrets.CA);
    Authorities before =
        found.map(secret -> TlsSecrets.authorities(secret, clock)).orElseGet(Authorities::none);
    Authorities due = before.at(clock);
    if (due.equals(before)) {
      return Optional.of(before);
    }
    Optional<Secret> written = write(found, TlsSecrets.write(namespace, due));
    written.ifPresent(secret -> log.info("made a CA: Secret {}/{}", namespace, TlsSecrets.CA));
    return written.map(secret -> due);
  }

  private Optional<String> keepServing(Authorities authorities) {
    Optional<Secret> found = store.find(TlsSecrets.SERVING);
    if (found.isPresent() && !TlsSecrets.isOurs(found.get())) {
      return Optional.of(
          "Secret %s/%s is not the operator's and is left as it is: delete it, or set api.tls.mode"
              .formatted(namespace, TlsSecrets.SERVING));
    }
    Optional<Serving> before = found.map(TlsSecrets::serving);
    Optional<String> fault =
        before.isEmpty()
            ? Optional.of("there is none")
            : before.get().fault(authorities, names, clock.instant());
    Serving due =
        fault.isPresent()
            ? Serving.create(authorities, names, clock)
            : before.orElseThrow().trusting(authorities);
    if (!before.equals(Optional.of(due))
        && write(found, TlsSecrets.write(namespace, due)).isPresent()) {
      log.info(
          "wrote the serving certificate: Secret {}/{} ({})",
          namespace,
          TlsSecrets.SERVING,
          fault.orElse("the CAs have changed"));
    }
    return Optional.empty();
  }

  private Optional<Secret> write(Optional<Secret> found, Secret due) {
    if (found.isEmpty()) {
      return store.create(due);
    }
    return store.replace(new SecretBuilder(found.get()).withData(due.getData()).build());
  }
}
