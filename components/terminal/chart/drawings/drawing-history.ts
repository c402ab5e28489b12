import type { Persisted } from "@/lib/client/persisted";
import type { DrawingsBody } from "@/lib/schemas/drawings";

type Drawing = DrawingsBody["drawings"][number];

/** A drawing before and after an edit; null where there was or is none. */
type Change = { id: string; before: Drawing | null; after: Drawing | null };

/** Drawings whose writes can be undone as long as the page is open. */
export type DrawingStore = Persisted<readonly Drawing[]> & {
  undo: () => void;
  redo: () => void;
  canUndo: () => boolean;
  canRedo: () => boolean;
};

/** The most edits that can be undone. */
const MAX_EDITS = 100;

/**
 * The store with undo and redo. An edit is kept as the drawings that it changed, so that undoing it leaves what another
 * tab or the account has changed meanwhile.
 */
export function withHistory(store: Persisted<readonly Drawing[]>): DrawingStore {
  let past: (readonly Change[])[] = [];
  let future: (readonly Change[])[] = [];
  return {
    ...store,
    write: (next) => {
      const changes = findChanges(store.read(), next);
      if (changes.length === 0) return;
      past = [...past, changes].slice(-MAX_EDITS);
      future = [];
      store.write(next);
    },
    undo: () => {
      const changes = past.at(-1);
      if (!changes) return;
      past = past.slice(0, -1);
      future = [...future, changes];
      store.write(applyChanges(store.read(), changes, "before"));
    },
    redo: () => {
      const changes = future.at(-1);
      if (!changes) return;
      future = future.slice(0, -1);
      past = [...past, changes];
      store.write(applyChanges(store.read(), changes, "after"));
    },
    canUndo: () => past.length > 0,
    canRedo: () => future.length > 0,
  };
}

function findChanges(before: readonly Drawing[], after: readonly Drawing[]): Change[] {
  const [old, young] = [before, after].map((all) => new Map(all.map((one) => [one.id, one])));
  return [...new Set([...before, ...after].map(({ id }) => id))]
    .map((id) => ({ id, before: old?.get(id) ?? null, after: young?.get(id) ?? null }))
    .filter((change) => change.before !== change.after);
}

function applyChanges(
  drawings: readonly Drawing[],
  changes: readonly Change[],
  side: "before" | "after",
): Drawing[] {
  const wanted = new Map(changes.map((change) => [change.id, change[side]]));
  const kept = drawings.flatMap((one) => {
    const other = wanted.get(one.id);
    if (other === undefined) return [one];
    wanted.delete(one.id);
    return other === null ? [] : [other];
  });
  return [...kept, ...[...wanted.values()].filter((one) => one !== null)];
}
