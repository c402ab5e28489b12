/** How many trials a simulation runs: in the quick check, in `npm test`, and every night (`SIMULATION=long`). */
export function simulationSize(sizes: { quick: number; full: number; long: number }): number {
  if (process.env.SIMULATION === "long") return sizes.long;
  return process.env.SIMULATION === "full" ? sizes.full : sizes.quick;
}
