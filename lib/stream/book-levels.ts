import type { BookLevelDto } from "@/lib/schemas/market/market";
import type { LevelChange } from "@/lib/schemas/market/market-stream";

/**
 * Inserts, replaces or removes (size "0") one level in place, by binary search. `direction` is 1 for rising prices
 * (asks), -1 for falling ones (bids).
 */
export function setLevel(levels: BookLevelDto[], level: BookLevelDto, direction: 1 | -1): void {
  const price = Number(level[0]);
  let low = 0;
  let high = levels.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const found = levels[middle];
    if (found && (Number(found[0]) - price) * direction < 0) low = middle + 1;
    else high = middle;
  }
  const found = levels[low];
  const isSame = found !== undefined && Number(found[0]) === price;
  if (Number(level[1]) !== 0) levels.splice(low, isSame ? 1 : 0, level);
  else if (isSame) levels.splice(low, 1);
}

/** The changes from one side of a book to another: removed levels first, then new and changed ones. */
export function diffLevels(before: readonly BookLevelDto[], after: readonly BookLevelDto[]): LevelChange[] {
  const old = new Map(before);
  const changed = after.filter(([price, size]) => old.get(price) !== size);
  for (const [price] of after) old.delete(price);
  return [...[...old.keys()].map((price): LevelChange => [price, "0"]), ...changed];
}
