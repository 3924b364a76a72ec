package io.kriten.apitoken.api.limits;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.List;

/**
 * From which address a request comes, for limits and the audit log, and for nothing else. Only what
 * trusted proxies say in {@code X-Forwarded-For} is believed: read from its end, the first address
 * that is no trusted proxy's.
 */
public final class ClientAddress {

  private static final String HEADER = "X-Forwarded-For";

  private final List<IpSubnetFilterRule> trusted;

  /**
   * @param trusted proxies, as CIDR (RFC 4632, RFC 4291, 2.3)
   * @throws IllegalArgumentException when one of them is none
   */
  public ClientAddress(List<String> trusted) {
    this.trusted = trusted.stream().map(ClientAddress::rule).toList();
  }

  private static IpSubnetFilterRule rule(String cidr) {
    String[] parts = cidr.split("/", 2);
    if (parts.length != 2 || NetUtil.createByteArrayFromIpAddressString(parts[0]) == null) {
      throw new IllegalArgumentException(
          "a trusted proxy is an address and a length, such as 10.0.0.0/8, not " + cidr);
    }
    return new IpSubnetFilterRule(parts[0], Integer.parseInt(parts[1]), IpFilterRuleType.ACCEPT);
  }

  /** The address, as text. */
  public String of(HttpServerRequest request) {
    String peer = request.remoteAddress().hostAddress();
    return trusted.isEmpty() ? peer : of(peer, request.headers().getAll(HEADER));
  }

  String of(String peer, List<String> forwardedFor) {
    String address = peer;
    String[] hops = String.join(",", forwardedFor).split(",", -1);
    for (int i = hops.length - 1; i >= 0 && isTrusted(address); i--) {
      String hop = hops[i].strip();
      if (NetUtil.createByteArrayFromIpAddressString(hop) == null) {
        break;
      }
      address = hop;
    }
    return address;
  }

  /**
   * Whose bucket an address takes from: its own in IPv4, its network's of 64 bits in IPv6, since a
   * host may choose any address of that (RFC 4291, 2.5.1; RFC 8981).
   */
  static String network(String address) {
    byte[] octets = NetUtil.createByteArrayFromIpAddressString(address);
    if (octets == null) {
      return address;
    }
    // An IPv4 address within IPv6 comes out as IPv4.
    byte[] plain = ofOctets(octets).getAddress();
    return HexFormat.of().formatHex(plain, 0, plain.length == 4 ? 4 : 8);
  }

  private boolean isTrusted(String address) {
    byte[] octets = NetUtil.createByteArrayFromIpAddressString(address);
    if (octets == null) {
      return false;
    }
    InetSocketAddress socket = new InetSocketAddress(ofOctets(octets), 0);
    return trusted.stream().anyMatch(rule -> rule.matches(socket));
  }

  private static InetAddress ofOctets(byte[] octets) {
    try {
      return InetAddress.getByAddress(octets);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an IP address has 4 or 16 octets", e);
    }
  }
}
