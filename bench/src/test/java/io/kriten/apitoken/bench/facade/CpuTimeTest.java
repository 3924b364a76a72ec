package io.kriten.apitoken.bench.facade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class CpuTimeTest {

  @Test
  void isWhatTheJvmSaysOfItself() {
    var jvm = ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);

    assertThat(CpuTime.seconds(ProcessHandle.current().pid()))
        .isCloseTo(jvm.getProcessCpuTime() / 1e9, within(0.5));
  }
}
