import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { saveInAccount } from "@/components/terminal/chart/drawings/save-in-account";
import type { Persisted } from "@/lib/client/persisted";
import type { DrawingsBody } from "@/lib/schemas/drawings";

type Drawings = readonly DrawingsBody["drawings"][number][];

const [OURS, THEIRS] = ["ours", "theirs"].map((id): Drawings => {
  const point = { timeMs: 0, price: 1 };
  return [{ id, tool: "trend", from: point, to: point }] as unknown as Drawings;
}) as [Drawings, Drawings];

function remember<T>(initial: T): Persisted<T> {
  let value = initial;
  return {
    initial,
    read: () => value,
    write: (next) => {
      value = next;
    },
    subscribe: () => () => {},
  };
}

const fetched = vi.fn();
const rejected = vi.fn();
const methods = () =>
  fetched.mock.calls.map(([, init]) => (init as RequestInit | undefined)?.method ?? "GET");

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("fetch", fetched);
  fetched.mockReset();
  rejected.mockReset();
  fetched.mockImplementation(async () => Response.json({ drawings: THEIRS }));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("takes what the account knows", async () => {
  const local = remember(OURS);
  saveInAccount(local, remember(false), "/api/drawings/X", rejected).subscribe(() => {});
  await vi.advanceTimersByTimeAsync(0);
  expect(local.read()).toEqual(THEIRS);
});

test("keeps a stroke that never got there, and sends it on the next visit", async () => {
  const [local, unsent] = [remember<Drawings>([]), remember(false)];
  fetched.mockRejectedValue(new TypeError("offline"));
  saveInAccount(local, unsent, "/api/drawings/X", rejected).write(OURS);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(unsent.read()).toBe(true);
  fetched.mockReset();
  fetched.mockImplementation(async () => Response.json({ drawings: OURS }));
  saveInAccount(local, unsent, "/api/drawings/X", rejected).subscribe(() => {});
  await vi.advanceTimersByTimeAsync(0);
  expect(methods()).toEqual(["PUT"]);
  expect(local.read()).toEqual(OURS);
  expect(unsent.read()).toBe(false);
});

test("says what the account will never take, and nothing of what may be tried again", async () => {
  const reject = (status: number, code: string) =>
    fetched.mockImplementation(async () =>
      Response.json({ error: { code, message: "At most 200." } }, { status }),
    );
  const kept = saveInAccount(remember<Drawings>([]), remember(false), "/api/drawings/X", rejected);
  reject(503, "service_unavailable");
  kept.write(OURS);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(rejected).not.toHaveBeenCalled();
  reject(400, "bad_request");
  kept.write(THEIRS);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(rejected.mock.calls).toEqual([["At most 200."]]);
});
