"use client";

import { useSyncExternalStore } from "react";

/** A value saved in this browser; `parse` turns any stored text into a valid value. */
export type Persisted<T> = {
  read: () => T;
  write: (value: T) => void;
  subscribe: (listener: () => void) => () => void;
  initial: T;
};

/** Declares a saved value. Without storage it lives as long as the page. */
export function createPersisted<T>(options: {
  key: string;
  initial: T;
  parse: (stored: unknown) => T;
}): Persisted<T> {
  const { key, initial, parse } = options;
  const listeners = new Set<() => void>();
  let cached: { value: T } | null = null;

  const notify = () => {
    for (const listener of listeners) listener();
  };
  const onStorage = (event: StorageEvent) => {
    if (event.key !== key) return;
    cached = null;
    notify();
  };

  return {
    initial,
    read: () => {
      cached ??= { value: readStored(key, initial, parse) };
      return cached.value;
    },
    write: (value) => {
      cached = { value };
      try {
        localStorage.setItem(key, JSON.stringify(value));
      } catch {
        // Private windows may reject storage; the value still applies to this page.
      }
      notify();
    },
    subscribe: (listener) => {
      if (listeners.size === 0) window.addEventListener("storage", onStorage);
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) window.removeEventListener("storage", onStorage);
      };
    },
  };
}

function readStored<T>(key: string, initial: T, parse: (stored: unknown) => T): T {
  try {
    const text = localStorage.getItem(key);
    return text === null ? initial : parse(JSON.parse(text));
  } catch {
    return initial;
  }
}

/** The saved value; the initial one while rendering on the server. */
export function usePersisted<T>(persisted: Persisted<T>): T {
  return useSyncExternalStore(persisted.subscribe, persisted.read, () => persisted.initial);
}
