/** Seconds of one core used since `started`: what others do on the machine meanwhile doesn't count. */
export function secondsOfCore(started: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(started);
  return (user + system) / 1_000_000;
}
