/** Draws numbers in [0, 1); the same key always gives the same numbers. */
export type Random = () => number;

/** FNV-1a over the parts: a 32-bit seed that depends on every one of them. */
export function hashParts(...parts: (string | number)[]): number {
  let hash = 0x811c9dc5;
  for (const part of parts) {
    const text = String(part);
    for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
    hash = Math.imul(hash ^ 0x1f, 0x01000193);
  }
  return mix(hash);
}

/** Mulberry32: small, fast, and good enough for a market that has to look like one. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    return mix(state) / 4_294_967_296;
  };
}

/** A number in [0, 1) that depends on its two arguments alone, without any state. */
export function hashUnit(seed: number, index: number): number {
  return mix((seed ^ Math.imul(index + 0x9e3779b9, 0x85ebca6b)) >>> 0) / 4_294_967_296;
}

/** Standard normal by Box and Muller. */
export function drawNormal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

function mix(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 15), value | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return (mixed ^ (mixed >>> 14)) >>> 0;
}
