package io.kriten.apitoken.bench.seed;

import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kriten.apitoken.crds.ApiToken;
import io.kriten.apitoken.crds.Names;
import io.kriten.apitoken.crds.PepperSecrets;
import io.kriten.apitoken.keys.Peppers;
import io.kriten.apitoken.local.LocalCluster;
import io.kriten.apitoken.local.LocalSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A local cluster of which only etcd and API server run, unless the bench says otherwise, so that
 * nobody but the bench works.
 */
public final class BenchCluster implements AutoCloseable {

  /** Where operator and facade of this process work. */
  public static final String ORDINARY = LocalSettings.TOKENS_NAMESPACE;

  /** Where most tokens are. */
  public static final String MANY = "apitokens-many";

  /** Where 1,000 tokens are. */
  public static final String FEW = "apitokens-few";

  /** Where no token is. */
  public static final String NONE = "apitokens-none";

  private final LocalCluster cluster;
  private final Peppers peppers;
  private final Seeder seeder;

  private BenchCluster(LocalCluster cluster, Peppers peppers, Seeder seeder) {
    this.cluster = cluster;
    this.peppers = peppers;
    this.seeder = seeder;
  }

  /** Starts it, makes one token in the ordinary way, and keeps that as the model for all. */
  public static BenchCluster start(Path directory, Path chart, Consumer<String> progress) {
    LocalSettings quiet = LocalSettings.forTests(directory, chart);
    LocalCluster cluster =
        LocalCluster.start(
            new LocalSettings(
                quiet.directory(),
                quiet.chart(),
                0,
                0,
                List.of(),
                Map.of(
                    "namespaces[0]", ORDINARY,
                    "namespaces[1]", MANY,
                    "namespaces[2]", FEW,
                    "namespaces[3]", NONE),
                false,
                progress));
    try {
      KubernetesClient admin = cluster.adminClient();
      Model model = new FirstToken(cluster).make();
      Peppers peppers =
          PepperSecrets.read(
              admin
                  .secrets()
                  .inNamespace(LocalSettings.RELEASE_NAMESPACE)
                  .withName(Names.PEPPER_SECRET)
                  .get());
      BenchCluster bench = new BenchCluster(cluster, peppers, new Seeder(cluster, peppers, model));
      bench.stopWorkloads();
      return bench;
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  /** The cluster itself. */
  public LocalCluster local() {
    return cluster;
  }

  /** The installation's own. */
  public Peppers peppers() {
    return peppers;
  }

  /** Starts the operator and the facade in this process. */
  public void startWorkloads() {
    cluster.startOperator();
    cluster.startFacade();
  }

  /** Stops everything but etcd and API server. */
  public void stopWorkloads() {
    cluster.stopFacade();
    cluster.stopOperator();
    cluster.controlPlane().controllerManager().stop();
  }

  /** Fills it while the API server is away, and starts that again. */
  public <T> T seed(Function<Seeder, T> work) {
    cluster.controlPlane().apiServer().stop();
    T result = work.apply(seeder);
    cluster.controlPlane().apiServer().start();
    return result;
  }

  /** How many ApiTokens the API server says there are. */
  public long count(String namespace) {
    var page =
        cluster
            .adminClient()
            .resources(ApiToken.class)
            .inNamespace(namespace)
            .list(new ListOptionsBuilder().withLimit(1L).build());
    Long rest = page.getMetadata().getRemainingItemCount();
    return page.getItems().size() + (rest == null ? 0 : rest);
  }

  @Override
  public void close() {
    cluster.close();
  }
}
