package io.kriten.apitoken.bench.load;

import io.kriten.apitoken.bench.Figure;
import io.kriten.apitoken.bench.facade.Answers;
import io.kriten.apitoken.bench.facade.FacadeAccount;
import io.kriten.apitoken.bench.facade.FacadeProcess;
import java.io.IOException;
import java.net.URI;

/** The doors at which keys are verified, against constant answers of the same process. */
public final class DoorBench {

  static final String AUTH = "/auth";
  private static final String REVIEW = "/tokenreview";

  private final Wrk wrk;
  private final Duel duel;
  private final FacadeProcess server;
  private final Keys keys;

  DoorBench(Wrk wrk, Duel duel, FacadeProcess server, Keys keys) {
    this.wrk = wrk;
    this.duel = duel;
    this.server = server;
    this.keys = keys;
  }

  Figure good() throws IOException {
    return duel.fight(
        "auth_good",
        side(server.url(), Request.get(AUTH), keys.good(), false),
        side(server.url(), Request.get(Answers.ACCEPTED), keys.good(), false),
        "good keys spread over all tokens, against a route that answers 204");
  }

  Figure goodAgainstBare() throws IOException {
    return duel.fight(
        "auth_good_bare",
        side(server.url(), Request.get(AUTH), keys.good(), false),
        side(server.bare(), Request.get(Answers.ACCEPTED), keys.good(), false),
        "as auth_good, against an HTTP server that is empty, without router and filters");
  }

  Figure unknown() throws IOException {
    return refused("auth_unknown", keys.foreign(), "foreign well-formed keys, none twice");
  }

  Figure junk() throws IOException {
    return refused("auth_junk", keys.junk(), "junk of a key's length");
  }

  private Figure refused(String name, KeyFile bad, String note) throws IOException {
    return duel.fight(
        name,
        side(server.url(), Request.get(AUTH), bad, true),
        side(server.url(), Request.get(Answers.REFUSED), bad, true),
        note);
  }

  Figure review() throws IOException {
    return duel.fight(
        "tokenreview",
        side(
            server.url(), Request.review(REVIEW, FacadeAccount.WEBHOOK_SECRET), keys.good(), false),
        side(
            server.url(),
            Request.review(Answers.REVIEW, FacadeAccount.WEBHOOK_SECRET),
            keys.good(),
            false),
        "good keys spread over all tokens");
  }

  private Side side(URI url, Request request, KeyFile used, boolean refused) {
    return new Side(wrk, server, url, request, used, refused);
  }

  /**
   * The keys of the load.
   *
   * @param good of all tokens
   * @param foreign well formed, but made elsewhere
   * @param junk of no form
   */
  record Keys(KeyFile good, KeyFile foreign, KeyFile junk) {}
}
