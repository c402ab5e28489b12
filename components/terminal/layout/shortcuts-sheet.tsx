"use client";

import { useTranslations } from "next-intl";
import { DEFAULT_KEYS, keyBindings } from "@/components/terminal/keys/key-bindings";
import { KeyButton } from "@/components/terminal/keys/key-button";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";

const GROUPS = [
  [
    "desk",
    [
      ["⌘K · Ctrl K", "menu"],
      [null, "search"],
      ["↑ ↓", "markets"],
      [null, "help"],
    ],
  ],
  [
    "order",
    [
      [null, "buy"],
      [null, "sell"],
      [null, "preview"],
      ["Esc", "leave"],
    ],
  ],
  [
    "line",
    [
      ["↑ ↓", "tick"],
      ["Enter", "send"],
      ["Esc", "cancel"],
    ],
  ],
  [
    "chart",
    [
      ["+ −", "zoom"],
      ["← →", "scroll"],
      [null, "fit"],
      [null, "alert"],
    ],
  ],
  [
    "drawing",
    [
      ["Ctrl Z", "undo"],
      ["Ctrl ⇧ Z", "redo"],
      ["Delete", "remove"],
      ["Esc", "deselect"],
    ],
  ],
] as const;

/** The keyboard shortcuts; those without a fixed key can be changed. They are off while typing. */
export function ShortcutsSheet(props: { isOpen: boolean; onOpenChange: (isOpen: boolean) => void }) {
  const t = useTranslations("terminal.shortcuts");
  return (
    <Dialog {...props} title={t("title")} description={t("description")}>
      <div className="grid gap-4 p-4 text-xs">
        {GROUPS.map(([name, keys]) => (
          <section key={name}>
            <h3 className="mb-1 text-text-3">{t(name)}</h3>
            <dl>
              {keys.map(([key, does]) => (
                <div key={key} className="flex h-7 items-center justify-between border-b last:border-0">
                  <dd className="order-1 text-text-2">{t(does)}</dd>
                  <dt className="order-2">
                    {key === null ? (
                      <KeyButton action={does} does={t(does)} />
                    ) : (
                      <kbd className="num rounded border border-line-strong bg-raised px-1.5 py-0.5">
                        {key}
                      </kbd>
                    )}
                  </dt>
                </div>
              ))}
            </dl>
          </section>
        ))}
        <Button
          variant="outline"
          className="justify-self-end"
          onClick={() => keyBindings.write(DEFAULT_KEYS)}
        >
          {t("defaults")}
        </Button>
      </div>
    </Dialog>
  );
}
