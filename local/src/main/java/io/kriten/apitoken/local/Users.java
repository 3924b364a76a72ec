package io.kriten.apitoken.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The users of a local API server, kept in its <a
 * href="https://kubernetes.io/docs/reference/access-authn-authz/authentication/#static-token-file">static
 * token file</a>: bearer, name, uid, "groups".
 */
final class Users {

  private static final int BEARER_BYTES = 24;

  private final Path file;
  private final Map<String, User> byName;

  private Users(Path file, Map<String, User> byName) {
    this.file = file;
    this.byName = byName;
  }

  /**
   * Reads the file, and adds to it who is wanted but missing.
   *
   * @param wanted names with their groups
   */
  static Users openOrCreate(Path file, Map<String, List<String>> wanted) throws IOException {
    Map<String, User> users = new LinkedHashMap<>();
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        User user = parse(line);
        users.put(user.name(), user);
      }
    }
    SecureRandom random = new SecureRandom();
    wanted.forEach(
        (name, groups) -> users.computeIfAbsent(name, missing -> create(name, groups, random)));
    String content = users.values().stream().map(Users::line).collect(Collectors.joining());
    Directories.writePrivate(file, content);
    return new Users(file, users);
  }

  Path file() {
    return file;
  }

  User user(String name) {
    User user = byName.get(name);
    if (user == null) {
      throw new IllegalArgumentException("no user " + name + ": there are " + byName.keySet());
    }
    return user;
  }

  List<User> all() {
    return List.copyOf(byName.values());
  }

  private static User create(String name, List<String> groups, SecureRandom random) {
    byte[] bearer = new byte[BEARER_BYTES];
    random.nextBytes(bearer);
    return new User(
        name,
        UUID.randomUUID().toString(),
        List.copyOf(groups),
        Base64.getUrlEncoder().withoutPadding().encodeToString(bearer));
  }

  private static String line(User user) {
    String start = String.join(",", user.bearer(), user.name(), user.uid());
    String groups = String.join(",", user.groups());
    return groups.isEmpty() ? start + "\n" : start + ",\"" + groups + "\"\n";
  }

  private static User parse(String line) {
    String[] columns = line.split(",", 4);
    List<String> groups =
        columns.length < 4 ? List.of() : Arrays.asList(columns[3].replace("\"", "").split(","));
    return new User(columns[1], columns[2], groups, columns[0]);
  }
}
