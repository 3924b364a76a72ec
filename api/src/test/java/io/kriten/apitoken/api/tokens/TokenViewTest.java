package io.kriten.apitoken.api.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntryBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.kriten.apitoken.crds.ApiToken;
import io.kriten.apitoken.crds.ApiTokenSpec;
import io.kriten.apitoken.crds.Labels;
import io.kriten.apitoken.crds.Owner;
import io.kriten.apitoken.keys.Peppers;
import io.kriten.apitoken.keys.TokenKey;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenViewTest {

  private static final String CREATED = "2026-01-02T03:04:05Z";
  private static final Owner ALICE =
      new Owner("alice", "D9ACF53D-6D9E-46EC-B352-2E99086ECB97", null);

  private static ApiToken token(Owner owner, String description, Boolean enabled) {
    ApiToken token = new ApiToken();
    token.setMetadata(
        new ObjectMetaBuilder()
            .withUid("c38ef92a-522e-41bb-ae5b-ab29a16727d4")
            .withCreationTimestamp(CREATED)
            .build());
    token.setSpec(new ApiTokenSpec(owner, description, enabled, null, null, null));
    return token;
  }

  private static String json(Object value) {
    try {
      return new ObjectMapper().writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void hasTheDocumentedFieldsInTheirOrder() {
    SecureRandom random = new SecureRandom();
    TokenKey key = Peppers.generate(random).tagKey().mint(random);
    assertThat(json(TokenView.of(token(ALICE, "text", false), key)))
        .isEqualTo(
            "{\"id\":\"c38ef92a-522e-41bb-ae5b-ab29a16727d4\","
                + "\"owner\":\"d9acf53d-6d9e-46ec-b352-2e99086ecb97\","
                + "\"enabled\":false,\"expires\":\"0000-01-01T00:00:00Z\","
                + "\"key\":\""
                + key.reveal()
                + "\",\"description\":\"text\","
                + "\"created_at\":\"2026-01-02T03:04:05Z\",\"updated_at\":\"2026-01-02T03:04:05Z\"}");
    assertThat(TokenView.of(token(ALICE, "text", false), key).toString())
        .doesNotContain(key.reveal());
  }

  @Test
  void leavesOutTheKeyAndAnEmptyDescription() {
    assertThat(json(TokenView.of(token(ALICE, null, null), Optional.empty())))
        .contains("\"enabled\":true")
        .doesNotContain("description", "key");
    assertThat(json(TokenView.of(token(ALICE, "", null), Optional.empty())))
        .doesNotContain("description");
  }

  @Test
  void tellsTheLastUseInWholeSecondsAndNothingBeforeTheFirst() {
    ApiToken token = token(ALICE, null, null);
    assertThat(json(TokenView.of(token, Optional.empty()))).doesNotContain("last_used_at");
    assertThat(json(TokenView.of(token, Optional.of(Instant.parse("2026-01-01T00:00:07Z")))))
        .endsWith(",\"last_used_at\":\"2026-01-01T00:00:07Z\"}");
  }

  @ParameterizedTest
  @CsvSource({
    "alice, u-1, 987813ff-834a-5e4a-bcbb-c4119baa33e0",
    "alice, , 987813ff-834a-5e4a-bcbb-c4119baa33e0",
    "bob, d9acf53d-6d9e-46ec-b352-2e99086ecb97, d9acf53d-6d9e-46ec-b352-2e99086ecb97",
  })
  void ownersHaveUuids(String username, String uid, String id) {
    assertThat(OwnerId.of(new Owner(username, uid, null))).isEqualTo(id);
  }

  /** Python: uuid.uuid5(uuid.NAMESPACE_DNS, 'kriten.io'), and RFC 9562, A.4. */
  @Test
  void version5IsThatOfTheRfc() {
    assertThat(OwnerId.NAMESPACE).hasToString("e5a801a5-1ad3-5846-9401-226eda1014fb");
    assertThat(
            OwnerId.version5(
                UUID.fromString("6ba7b810-9dad-11d1-80b4-00c04fd430c8"), "www.example.com"))
        .hasToString("2ed6657d-e927-568b-95e1-2665a8aea6a2");
  }

  private static ApiToken touched(String annotation, String... managedTimes) {
    ApiToken token = token(ALICE, null, null);
    if (annotation != null) {
      token.getMetadata().setAnnotations(Map.of(Labels.UPDATED_AT, annotation));
    }
    token
        .getMetadata()
        .setManagedFields(
            List.of(managedTimes).stream()
                .map(
                    time ->
                        new ManagedFieldsEntryBuilder()
                            .withTime(time.replace("status:", ""))
                            .withSubresource(time.startsWith("status:") ? "status" : null)
                            .build())
                .toList());
    return token;
  }

  @Test
  void updatedIsTheLatestOfAllThatIsKnown() {
    assertThat(Times.updated(touched(null))).isEqualTo(CREATED);
    assertThat(Times.updated(touched("2026-02-01T00:00:00.123456789Z")))
        .isEqualTo("2026-02-01T00:00:00.123456789Z");
    assertThat(Times.updated(touched("2020-02-01T00:00:00Z"))).isEqualTo(CREATED);
    assertThat(Times.updated(touched("2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z")))
        .isEqualTo("2026-03-01T00:00:00Z");
    assertThat(Times.updated(touched(null, "status:2026-03-01T00:00:00Z"))).isEqualTo(CREATED);
    assertThat(Times.updated(touched("nonsense"))).isEqualTo(CREATED);
    assertThat(Times.updated(touched("9999-12-31T23:59:59-23:00"))).isEqualTo(CREATED);
  }

  @Test
  void aChangeComesAfterAllBeforeIt() {
    Instant now = Instant.parse("2026-02-01T00:00:00Z");
    assertThat(Times.next(touched(null), now)).isEqualTo(now);
    assertThat(Times.next(touched("2026-02-01T00:00:05Z"), now))
        .isEqualTo("2026-02-01T00:00:05.000000001Z");
    assertThat(Times.next(touched("2099-01-01T00:00:00Z"), now)).isEqualTo(now);
  }
}
