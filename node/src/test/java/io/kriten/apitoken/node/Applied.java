package io.kriten.apitoken.node;

import java.io.IOException;

/**
 * Tokens from manifests, whose keys the operator makes.
 *
 * @param admin who waits
 * @param owner who applies them, and reads the keys
 */
record Applied(Kubectl admin, Kubectl owner) {

  private static final String MANIFEST =
      """
      apiVersion: kriten.io/v1alpha1
      kind: ApiToken
      metadata:
        name: %s
        namespace: apitokens
      spec:
        description: by kubectl
      """;

  /** Applies one, and waits for nothing. */
  void apply(String name) throws IOException, InterruptedException {
    String unused = owner.runWithInput(MANIFEST.formatted(name), "apply", "-f", "-");
  }

  /** The token of that name, as soon as it has a key. */
  Token ready(String name) throws IOException, InterruptedException {
    String token = "apitoken/" + name;
    String unused = run(admin, "wait", token, "--for=condition=Ready", "--timeout=30s");
    String id = run(owner, "get", token, "-o=jsonpath={.metadata.uid}");
    String secret = run(owner, "get", token, "-o=jsonpath={.status.deliverySecret}");
    String key =
        run(owner, "get", "secret/" + secret, "-o=go-template={{.data.key | base64decode}}");
    return new Token(id, key);
  }

  /** Lets its key count, or not. */
  void enable(String name, boolean enabled) throws IOException, InterruptedException {
    String patch = "{\"spec\":{\"enabled\":" + enabled + "}}";
    String unused = run(owner, "patch", "apitoken/" + name, "--type=merge", "--patch=" + patch);
  }

  private static String run(Kubectl who, String verb, String what, String... options)
      throws IOException, InterruptedException {
    String[] arguments = new String[options.length + 3];
    arguments[0] = "--namespace=" + Node.TOKENS;
    arguments[1] = verb;
    arguments[2] = what;
    System.arraycopy(options, 0, arguments, 3, options.length);
    return who.run(arguments);
  }
}
