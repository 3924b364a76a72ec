package io.kriten.apitoken.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The pods of one workload.
 *
 * @param component {@code api} or {@code operator}
 */
record Pods(KubernetesClient client, String component) {

  /** Those that are not being deleted. */
  List<Pod> living() {
    return client
        .pods()
        .inNamespace(Node.RELEASE_NAMESPACE)
        .withLabel("app.kubernetes.io/component", component)
        .list()
        .getItems()
        .stream()
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .toList();
  }

  /** The living ones that are Ready. */
  List<Pod> ready() {
    return living().stream().filter(Readiness::isPodReady).toList();
  }

  /** Sends SIGKILL to the process of that pod, as when the kernel runs out of memory. */
  void kill(Pod pod) {
    assertThat(process(pod).destroyForcibly()).isTrue();
  }

  /** The most memory that the process of that pod ever had, in MiB (VmHWM of proc(5)). */
  private static long peakMemory(Pod pod) throws IOException {
    Path status = Path.of("/proc", Long.toString(process(pod).pid()), "status");
    return Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("VmHWM:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
            .sum()
        / 1024;
  }

  /** None was ever restarted, nor had more memory than the chart asks for. */
  void expectMemoryIsEnough(String when) throws IOException {
    for (Pod pod : ready()) {
      String name = pod.getMetadata().getName();
      System.out.printf("%s: %s had at most %d MiB%n", when, name, peakMemory(pod));
      assertThat(restarts(pod)).as(name).isZero();
      assertThat(peakMemory(pod)).as(name).isLessThanOrEqualTo(256);
    }
  }

  /** They run, and on these nodes. */
  void expectOn(String... nodes) {
    assertThat(ready().stream().map(pod -> pod.getSpec().getNodeName()))
        .containsExactlyInAnyOrder(nodes);
  }

  /** Waits until that one was started again after a kill, and two are ready. */
  void awaitRestart(Pod pod, Duration patience) {
    await().atMost(patience).until(() -> restarts(pod) > 0);
    await().atMost(patience).until(() -> ready().size() == 2);
  }

  private static ProcessHandle process(Pod pod) {
    List<ProcessHandle> processes =
        ProcessHandle.allProcesses()
            .filter(process -> isJavaOf(pod.getMetadata().getUid(), process.pid()))
            .toList();
    assertThat(processes).as("processes of %s", pod.getMetadata().getName()).hasSize(1);
    return processes.get(0);
  }

  /** How often the containers of that pod were started again, by what the API server says now. */
  int restarts(Pod pod) {
    return client.resource(pod).get().getStatus().getContainerStatuses().stream()
        .mapToInt(ContainerStatus::getRestartCount)
        .sum();
  }

  private static boolean isJavaOf(String podUid, long pid) {
    Path process = Path.of("/proc", Long.toString(pid));
    try {
      return Files.readString(process.resolve("cgroup")).contains("/pod" + podUid + "/")
          && Files.readString(process.resolve("comm")).strip().equals("java");
    } catch (IOException ended) {
      return false;
    }
  }
}
