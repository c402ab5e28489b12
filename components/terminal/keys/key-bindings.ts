import { createPersisted } from "@/lib/client/persisted";

/** The keys of the terminal that can be changed, as they are at first. */
export const DEFAULT_KEYS = {
  search: "/",
  help: "?",
  buy: "b",
  sell: "s",
  preview: "d",
  fit: "f",
  alert: "a",
} as const satisfies Record<string, string>;

export type KeyAction = keyof typeof DEFAULT_KEYS;
/** Each action's key: one character, small letters. No two are alike. */
export type KeyBindings = Record<KeyAction, string>;

export const KEY_ACTIONS = Object.keys(DEFAULT_KEYS) as KeyAction[];

/** Keys of the chart and of focused lines that stay. */
const RESERVED = new Set(["+", "=", "-", " "]);

/** The trader's keys, saved in this browser. */
export const keyBindings = createPersisted<KeyBindings>({
  key: "tz:keys",
  initial: DEFAULT_KEYS,
  parse: parseBindings,
});

/** The bindings of what is stored; the first ones where it is not valid. */
export function parseBindings(stored: unknown): KeyBindings {
  const given = (typeof stored === "object" && stored !== null ? stored : {}) as Record<string, unknown>;
  const entries = KEY_ACTIONS.map((action) => [action, given[action] ?? DEFAULT_KEYS[action]] as const);
  const keys = entries.map(([, key]) => key);
  const isValid = keys.every(isBindable) && new Set(keys).size === keys.length;
  return isValid ? (Object.fromEntries(entries) as KeyBindings) : DEFAULT_KEYS;
}

/** The action of a pressed key; null where it has none. */
export function findKeyAction(pressed: string): KeyAction | null {
  const bindings = keyBindings.read();
  const key = pressed.toLowerCase();
  return KEY_ACTIONS.find((action) => bindings[action] === key) ?? null;
}

/**
 * The bindings with another key for an action; the action that has the key already; or null for a key that can't be
 * bound, such as an arrow.
 */
export function rebindKey(
  bindings: KeyBindings,
  action: KeyAction,
  pressed: string,
): { bindings: KeyBindings } | { taken: KeyAction } | null {
  const key = pressed.toLowerCase();
  if (!isBindable(key)) return null;
  const taken = KEY_ACTIONS.find((other) => other !== action && bindings[other] === key);
  return taken === undefined ? { bindings: { ...bindings, [action]: key } } : { taken };
}

function isBindable(key: unknown): key is string {
  return typeof key === "string" && /^\S$/u.test(key) && key === key.toLowerCase() && !RESERVED.has(key);
}
