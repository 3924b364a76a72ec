package io.kriten.apitoken.api.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.kriten.apitoken.crds.ApiToken;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventRehearsalTest {

  @Test
  void decodesBothKindsThatAreWatchedIntoTheirOwnClasses() {
    List<HasMetadata> decoded = new EventRehearsal(new KubernetesSerialization()).run();

    assertThat(decoded.get(0))
        .isInstanceOfSatisfying(
            ApiToken.class,
            token -> {
              assertThat(token.getSpec().owner().username()).isEqualTo("rehearsal");
              assertThat(token.getStatus().keyHint()).isEmpty();
            });
    assertThat(decoded.get(1))
        .isInstanceOfSatisfying(
            Secret.class, secret -> assertThat(secret.getData()).containsKey("rehearsal"));
  }
}
