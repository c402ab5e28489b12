import { expect, test } from "vitest";
import type { Drawing } from "@/components/terminal/chart/drawings/drawing";
import { withHistory } from "@/components/terminal/chart/drawings/drawing-history";

const line = (id: string, price = 1): Drawing => {
  const point = { timeMs: 0, price };
  return { id, tool: "horizontal", from: point, to: point };
};

function makeStore() {
  let drawings: readonly Drawing[] = [];
  const inner = {
    initial: drawings,
    read: () => drawings,
    write: (next: readonly Drawing[]) => {
      drawings = next;
    },
    subscribe: () => () => {},
  };
  return { inner, store: withHistory(inner) };
}

test("undoes and redoes what was drawn, moved and removed, one edit at a time", () => {
  const { store } = makeStore();
  const [one, moved] = [line("one"), line("one", 2)];
  store.write([one]);
  store.write([moved]);
  store.write([]);
  store.undo();
  expect(store.read()).toEqual([moved]);
  store.undo();
  expect(store.read()).toEqual([one]);
  store.undo();
  expect(store.read()).toEqual([]);
  expect(store.canUndo()).toBe(false);
  for (let edits = 0; edits < 3; edits += 1) store.redo();
  expect(store.read()).toEqual([]);
  expect([store.canUndo(), store.canRedo()]).toEqual([true, false]);
});

test("leaves what another tab has drawn meanwhile", () => {
  const { inner, store } = makeStore();
  store.write([line("ours")]);
  inner.write([line("ours"), line("theirs")]);
  store.undo();
  expect(store.read()).toEqual([line("theirs")]);
  store.redo();
  expect(store.read().map(({ id }) => id)).toEqual(["theirs", "ours"]);
});

test("drops what was undone once something else is drawn, and ignores a write without a change", () => {
  const { store } = makeStore();
  const one = line("one");
  store.write([one]);
  store.undo();
  store.write([line("two")]);
  store.redo();
  expect(store.read().map(({ id }) => id)).toEqual(["two"]);
  store.write([...store.read()]);
  store.undo();
  expect(store.read()).toEqual([]);
});
