package com.millyweb.hub.service.docker;

import com.github.dockerjava.api.model.CpuStatsConfig;
import com.github.dockerjava.api.model.MemoryStatsConfig;
import com.github.dockerjava.api.model.StatisticNetworksConfig;
import com.github.dockerjava.api.model.Statistics;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a container uses now. */
final class ContainerFigures {
  private static final int PERCENT = 100;

  private ContainerFigures() {}

  /**
   * @param statistics null for a container that does not run
   * @return cpu in percent of one processor; memory, memoryLimit, received and sent in bytes; those
   *     that the engine knows
   */
  static Map<String, Object> of(@Nullable Statistics statistics) {
    Map<String, Object> figures = new LinkedHashMap<>();
    if (statistics == null) {
      return figures;
    }
    Double cpu = cpu(statistics.getCpuStats(), statistics.getPreCpuStats());
    if (cpu != null) {
      figures.put("cpu", BigDecimal.valueOf(cpu).setScale(1, RoundingMode.HALF_UP));
    }
    MemoryStatsConfig memory = statistics.getMemoryStats();
    if (memory != null && memory.getUsage() != null) {
      figures.put("memory", memory.getUsage());
      figures.put("memoryLimit", memory.getLimit() == null ? 0 : memory.getLimit());
    }
    Map<String, StatisticNetworksConfig> networks = statistics.getNetworks();
    if (networks != null) {
      figures.put("received", sum(networks, true));
      figures.put("sent", sum(networks, false));
    }
    return figures;
  }

  private static long sum(Map<String, StatisticNetworksConfig> networks, boolean received) {
    long sum = 0;
    for (StatisticNetworksConfig network : networks.values()) {
      Long bytes = received ? network.getRxBytes() : network.getTxBytes();
      sum += bytes == null ? 0 : bytes;
    }
    return sum;
  }

  private static @Nullable Double cpu(@Nullable CpuStatsConfig now, @Nullable CpuStatsConfig was) {
    Long used = used(now, was);
    Long all = system(now, was);
    if (used == null || all == null || all <= 0 || now == null) {
      return null;
    }
    long processors = now.getOnlineCpus() == null ? 1 : now.getOnlineCpus();
    return (double) used / all * processors * PERCENT;
  }

  private static @Nullable Long used(@Nullable CpuStatsConfig now, @Nullable CpuStatsConfig was) {
    if (now == null
        || was == null
        || now.getCpuUsage() == null
        || was.getCpuUsage() == null
        || now.getCpuUsage().getTotalUsage() == null
        || was.getCpuUsage().getTotalUsage() == null) {
      return null;
    }
    return now.getCpuUsage().getTotalUsage() - was.getCpuUsage().getTotalUsage();
  }

  private static @Nullable Long system(@Nullable CpuStatsConfig now, @Nullable CpuStatsConfig was) {
    return now == null
            || was == null
            || now.getSystemCpuUsage() == null
            || was.getSystemCpuUsage() == null
        ? null
        : Long.valueOf(now.getSystemCpuUsage() - was.getSystemCpuUsage());
  }
}
