package io.kriten.apitoken.local;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command lines of a control plane's servers. Everything listens on 127.0.0.1 only. */
final class Commands {

  private static final String CONTROLLERS =
      "garbage-collector-controller,namespace-controller,serviceaccount-controller,"
          + "root-ca-certificate-publisher-controller";

  private final KubernetesBinaries binaries;
  private final ControlPlaneSettings settings;
  private final Pki pki;
  private final Path users;
  private final int port;
  private final int etcdPort = Ports.free();
  private final int etcdPeerPort = Ports.free();
  private final int etcdMetricsPort = Ports.free();
  private final int controllerManagerPort = Ports.free();

  Commands(
      KubernetesBinaries binaries, ControlPlaneSettings settings, Pki pki, Path users, int port) {
    this.binaries = binaries;
    this.settings = settings;
    this.pki = pki;
    this.users = users;
    this.port = port;
  }

  List<String> etcd() {
    String peer = "http://127.0.0.1:" + etcdPeerPort;
    List<String> command =
        command(
            binaries.etcd(),
            "--name=local",
            "--data-dir=" + settings.directory().resolve("etcd"),
            "--listen-client-urls=" + etcdUrl(),
            "--advertise-client-urls=" + etcdUrl(),
            "--cert-file=" + pki.servingCertificate(),
            "--key-file=" + pki.servingKey(),
            "--trusted-ca-file=" + pki.authority(),
            "--client-cert-auth",
            // Its JSON gateway is a client of its own, and a serving certificate is none.
            "--client-cert-file=" + pki.clientCertificate("etcd-client"),
            "--client-key-file=" + pki.clientKey("etcd-client"),
            "--listen-metrics-urls=" + etcdMetricsUrl(),
            "--listen-peer-urls=" + peer,
            "--initial-advertise-peer-urls=" + peer,
            "--initial-cluster=local=" + peer,
            "--quota-backend-bytes=8589934592",
            "--log-level=warn");
    if (!settings.durable()) {
      command.add("--unsafe-no-fsync");
    }
    return command;
  }

  URI etcdReady() {
    return URI.create(etcdMetricsUrl() + "/readyz");
  }

  List<String> apiServer() {
    List<String> command =
        command(
            binaries.apiServer(),
            "--etcd-servers=" + etcdUrl(),
            "--etcd-cafile=" + pki.authority(),
            "--etcd-certfile=" + pki.clientCertificate("etcd-client"),
            "--etcd-keyfile=" + pki.clientKey("etcd-client"),
            "--bind-address=127.0.0.1",
            "--advertise-address=127.0.0.1",
            "--secure-port=" + port,
            "--endpoint-reconciler-type=none",
            "--tls-cert-file=" + pki.servingCertificate(),
            "--tls-private-key-file=" + pki.servingKey(),
            "--client-ca-file=" + pki.authority(),
            "--token-auth-file=" + users,
            "--service-account-issuer=https://kubernetes.default.svc",
            "--service-account-signing-key-file=" + pki.serviceAccountKey(),
            "--service-account-key-file=" + pki.serviceAccountPublicKey(),
            "--service-cluster-ip-range=10.0.0.0/24",
            "--authorization-mode=RBAC",
            "--profiling=false");
    for (String argument : settings.apiServerArguments()) {
      String flag = argument.split("=", 2)[0];
      command.removeIf(given -> given.split("=", 2)[0].equals(flag));
      command.add(argument);
    }
    return command;
  }

  List<String> controllerManager() {
    String kubeconfig = pki.directory().resolve("controller-manager.kubeconfig").toString();
    return command(
        binaries.controllerManager(),
        "--kubeconfig=" + kubeconfig,
        "--authentication-kubeconfig=" + kubeconfig,
        "--authorization-kubeconfig=" + kubeconfig,
        "--bind-address=127.0.0.1",
        "--secure-port=" + controllerManagerPort,
        "--tls-cert-file=" + pki.servingCertificate(),
        "--tls-private-key-file=" + pki.servingKey(),
        "--leader-elect=false",
        "--controllers=" + CONTROLLERS,
        "--service-account-private-key-file=" + pki.serviceAccountKey(),
        "--root-ca-file=" + pki.authority(),
        // Or namespaces never finish deleting.
        "--use-service-account-credentials=true",
        // Its defaults need minutes to catch up with tens of thousands of objects.
        "--kube-api-qps=1000",
        "--kube-api-burst=2000");
  }

  URI controllerManagerReady() {
    return URI.create("https://127.0.0.1:" + controllerManagerPort + "/healthz");
  }

  private String etcdUrl() {
    return "https://127.0.0.1:" + etcdPort;
  }

  private String etcdMetricsUrl() {
    return "http://127.0.0.1:" + etcdMetricsPort;
  }

  private static List<String> command(Path program, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(program.toString());
    command.addAll(List.of(arguments));
    return command;
  }
}
