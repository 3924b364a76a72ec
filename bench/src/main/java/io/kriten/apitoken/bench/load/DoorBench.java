package io.kriten.apitoken.bench.load;

import io.kriten.apitoken.bench.Figure;
import io.kriten.apitoken.bench.facade.Answers;
import io.kriten.apitoken.bench.facade.FacadeAccount;
import io.kriten.apitoken.bench.facade.FacadeProcess;
import io.kriten.apitoken.bench.load.Contest.Yardstick;
import java.io.IOException;
import java.net.URI;
import java.util.List;

/**
 * The doors at which keys are verified, against constant answers of the same process: a route's,
 * and those of an HTTP server that is empty.
 */
public final class DoorBench {

  static final String AUTH = "/auth";
  private static final String REVIEW = "/tokenreview";

  private final Wrk wrk;
  private final Contest contest;
  private final FacadeProcess server;
  private final Keys keys;

  DoorBench(Wrk wrk, Contest contest, FacadeProcess server, Keys keys) {
    this.wrk = wrk;
    this.contest = contest;
    this.server = server;
    this.keys = keys;
  }

  /** Which constant answers a door is held against. */
  enum Against {
    ROUTE,
    ROUTE_AND_EMPTY_SERVER
  }

  List<Figure> good(Against against) throws IOException {
    return held(
        "auth_good",
        Request.get(AUTH),
        Request.get(Answers.ACCEPTED),
        new Load(keys.good(), false, "good keys spread over all tokens"),
        against);
  }

  List<Figure> unknown(Against against) throws IOException {
    return held(
        "auth_unknown",
        Request.get(AUTH),
        Request.get(Answers.REFUSED),
        new Load(keys.foreign(), true, "foreign well-formed keys, none twice"),
        against);
  }

  List<Figure> junk(Against against) throws IOException {
    return held(
        "auth_junk",
        Request.get(AUTH),
        Request.get(Answers.REFUSED),
        new Load(keys.junk(), true, "junk of a key's length"),
        against);
  }

  List<Figure> review(Against against) throws IOException {
    return held(
        "tokenreview",
        Request.review(REVIEW, FacadeAccount.WEBHOOK_SECRET),
        Request.review(Answers.REVIEW, FacadeAccount.WEBHOOK_SECRET),
        new Load(keys.good(), false, "good keys spread over all tokens"),
        against);
  }

  private List<Figure> held(String name, Request door, Request constant, Load load, Against against)
      throws IOException {
    Yardstick route =
        new Yardstick(
            name,
            side(server.url(), constant, load.again()),
            load.note() + ", against a constant route");
    Yardstick bare =
        new Yardstick(
            name + "_bare",
            side(server.bare(), constant, load.again()),
            "as %s, against an HTTP server that is empty, without router and filters"
                .formatted(name));
    return contest.hold(
        side(server.url(), door, load),
        switch (against) {
          case ROUTE -> List.of(route);
          case ROUTE_AND_EMPTY_SERVER -> List.of(route, bare);
        });
  }

  private Side side(URI url, Request request, Load load) {
    return new Side(wrk, server, url, request, load.keys(), load.refused());
  }

  /**
   * What all sides of a contest get.
   *
   * @param refused whether every answer is to be a refusal; else none may be
   */
  private record Load(KeyFile keys, boolean refused, String note) {

    /** The same keys for another side. */
    Load again() {
      return new Load(keys.again(), refused, note);
    }
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
