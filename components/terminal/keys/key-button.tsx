"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { type KeyAction, keyBindings, rebindKey } from "@/components/terminal/keys/key-bindings";
import { usePersisted } from "@/lib/client/persisted";

/** The key of an action; a press waits for another key, which becomes the action's. */
export function KeyButton({ action, does }: { action: KeyAction; does: string }) {
  const t = useTranslations("terminal.shortcuts");
  const bindings = usePersisted(keyBindings);
  const [isWaiting, setWaiting] = useState(false);
  const [taken, setTaken] = useState<KeyAction | null>(null);
  const choose = (key: string) => {
    const result = rebindKey(bindings, action, key);
    if (result === null) return;
    setTaken("taken" in result ? result.taken : null);
    if ("taken" in result) return;
    keyBindings.write(result.bindings);
    setWaiting(false);
  };
  return (
    <span className="flex items-center gap-2">
      {taken !== null && (
        <span role="alert" className="text-warn">
          {t("taken", { action: t(taken) })}
        </span>
      )}
      <button
        type="button"
        aria-label={t("change", { action: does, key: bindings[action] })}
        onClick={() => setWaiting(!isWaiting)}
        onBlur={() => {
          setWaiting(false);
          setTaken(null);
        }}
        onKeyDown={(event) => {
          if (!isWaiting || event.key.length !== 1) return;
          event.preventDefault();
          choose(event.key);
        }}
        className="num min-h-6 min-w-6 rounded border border-line-strong bg-raised px-1.5 hover:bg-hover"
      >
        <kbd>{isWaiting ? t("press") : bindings[action].toUpperCase()}</kbd>
      </button>
    </span>
  );
}
