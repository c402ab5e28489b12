/** CPU seconds of this process since `started`: other load on the machine doesn't count. */
export function secondsOfCore(started: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(started);
  return (user + system) / 1_000_000;
}
