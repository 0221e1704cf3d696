package io.github.connectionprobe.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class KernelSettingsTest {

  @Test
  void everySettingIsReadInItsUnit(@TempDir Path root) throws IOException {
    Path directory = Files.createDirectories(root.resolve("sys/net/ipv4"));
    Files.writeString(directory.resolve("tcp_keepalive_time"), "7200\n");
    Files.writeString(directory.resolve("tcp_keepalive_intvl"), "75\n");
    Files.writeString(directory.resolve("tcp_keepalive_probes"), "9\n");
    Files.writeString(directory.resolve("ip_local_port_range"), "32768\t60999\n");
    Files.writeString(directory.resolve("tcp_tw_reuse"), "2\n");
    Files.writeString(directory.resolve("tcp_fin_timeout"), "60\n");
    Files.writeString(directory.resolve("tcp_max_tw_buckets"), "131072\n");

    KernelSettings settings = KernelSettings.read(new Proc(root));

    assertThat(settings.keepaliveIdle()).hasValue(Duration.ofHours(2));
    assertThat(settings.keepaliveInterval()).hasValue(Duration.ofSeconds(75));
    assertThat(settings.keepaliveProbes()).hasValue(9);
    assertThat(settings.ephemeralPorts()).hasValue(28_232);
    assertThat(settings.timeWaitReuse()).hasValue(KernelSettings.TimeWaitReuse.LOOPBACK_ONLY);
    assertThat(settings.finTimeout()).hasValue(Duration.ofMinutes(1));
    assertThat(settings.timeWaitLimit()).hasValue(131_072);
  }

  @Test
  void whatCannotBeReadIsEmpty(@TempDir Path root) throws IOException {
    Path directory = Files.createDirectories(root.resolve("sys/net/ipv4"));
    Files.writeString(directory.resolve("tcp_tw_reuse"), "many\n");

    KernelSettings settings = KernelSettings.read(new Proc(root));

    assertThat(settings.keepaliveIdle()).isEmpty();
    assertThat(settings.ephemeralPorts()).isEmpty();
    assertThat(settings.timeWaitReuse()).isEmpty();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void theSettingsAreThoseThatSysctlTells() throws Exception {
    Tools.require("sysctl");
    KernelSettings settings = KernelSettings.read();

    assertThat(settings.keepaliveIdle()).hasValue(Duration.ofSeconds(sysctl("tcp_keepalive_time")));
    assertThat(settings.keepaliveInterval())
        .hasValue(Duration.ofSeconds(sysctl("tcp_keepalive_intvl")));
    assertThat(settings.keepaliveProbes()).hasValue(sysctl("tcp_keepalive_probes"));
  }

  private static int sysctl(String name) throws Exception {
    return Integer.parseInt(Tools.run("sysctl", "-n", "net.ipv4." + name));
  }
}
