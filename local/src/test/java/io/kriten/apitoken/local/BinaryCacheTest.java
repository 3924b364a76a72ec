package io.kriten.apitoken.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BinaryCacheTest {

  @TempDir Path root;
  private BinaryCache cache;
  private int builds;

  @BeforeEach
  void newCache() {
    cache = new BinaryCache(root, line -> {});
  }

  @Test
  void buildsOnce() throws Exception {
    KubernetesBinaries first = cache.entry("v1", this::everything);
    KubernetesBinaries second = cache.entry("v1", this::everything);

    assertThat(first).isEqualTo(second);
    assertThat(first.missing()).isEmpty();
    assertThat(builds).isEqualTo(1);
  }

  @Test
  void everyKeyIsBuiltForItself() throws Exception {
    cache.entry("v1", this::everything);
    cache.entry("v2", this::everything);

    assertThat(builds).isEqualTo(2);
  }

  @Test
  void anInterruptedBuildLeavesNothing() throws Exception {
    assertThatThrownBy(
            () ->
                cache.entry(
                    "v1",
                    directory -> {
                      program(directory, "etcd");
                      throw new InterruptedException("Ctrl-C");
                    }))
        .isInstanceOf(InterruptedException.class);

    assertThat(entries()).containsExactly("lock");
    assertThat(cache.entry("v1", this::everything).missing()).isEmpty();
  }

  @Test
  void aBuildThatForgetsAProgramFails() {
    assertThatThrownBy(() -> cache.entry("v1", directory -> program(directory, "etcd")))
        .isInstanceOf(LocalException.class)
        .hasMessage("the build ended without kube-apiserver, kube-controller-manager, kubectl");
    assertThat(entries()).containsExactly("lock");
  }

  @Test
  void whatAKilledBuilderLeftIsRemoved() throws Exception {
    Path left = Files.createDirectory(root.resolve(".unfinished-of-a-killed-one"));
    program(left, "etcd");

    cache.entry("v1", this::everything);

    assertThat(entries()).containsExactlyInAnyOrder("lock", "v1");
  }

  @Test
  void anEntryThatLostAProgramIsBuiltAgain() throws Exception {
    Files.delete(cache.entry("v1", this::everything).kubectl());

    assertThat(cache.entry("v1", this::everything).missing()).isEmpty();
    assertThat(builds).isEqualTo(2);
  }

  @Test
  void waitsForABuilderInThisProcess() throws Exception {
    Thread second = new Thread(() -> enter(this::everything));
    Thread first =
        new Thread(
            () ->
                enter(
                    directory -> {
                      second.start();
                      await().until(() -> second.getState() == Thread.State.BLOCKED);
                      everything(directory);
                    }));
    first.start();
    first.join();
    second.join();

    assertThat(entries()).containsExactlyInAnyOrder("lock", "v1");
    assertThat(builds).isEqualTo(1);
  }

  private void enter(BinaryCache.Builder builder) {
    try {
      new BinaryCache(root, line -> {}).entry("v1", builder);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void waitsForABuilderInAnotherProcess() throws Exception {
    List<String> progress = new ArrayList<>();
    Path goOn = root.resolve("go-on");
    Process other = Jvm.start(SlowBuilder.class, root.toString(), goOn.toString());
    try {
      // The first line of the other: it is building, so it holds the lock.
      assertThat(other.inputReader().readLine()).isEqualTo("building");
      BinaryCache waiting =
          new BinaryCache(
              root,
              line -> {
                progress.add(line);
                program(root, "go-on");
              });

      assertThat(waiting.entry("v1", this::everything).missing()).isEmpty();
      assertThat(builds).isZero();
      assertThat(progress).containsExactly("Waiting for another build into " + root);
      assertThat(other.waitFor()).isZero();
    } finally {
      other.destroyForcibly();
    }
  }

  private void everything(Path directory) {
    builds++;
    KubernetesBinaries.NAMES.forEach(name -> program(directory, name));
  }

  static void program(Path directory, String name) {
    try {
      Path program = Files.writeString(directory.resolve(name), "#!/bin/sh\n");
      assertThat(program.toFile().setExecutable(true)).isTrue();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> entries() {
    try (Stream<Path> entries = Files.list(root)) {
      return entries.map(entry -> entry.getFileName().toString()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
