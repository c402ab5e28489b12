"use client";

import { useTranslations } from "next-intl";
import { Dialog } from "@/components/ui/dialog";

const GROUPS = [
  [
    "desk",
    [
      ["⌘K · Ctrl K", "menu"],
      ["/", "search"],
      ["↑ ↓", "markets"],
      ["?", "help"],
    ],
  ],
  [
    "order",
    [
      ["B", "buy"],
      ["S", "sell"],
      ["D", "preview"],
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
      ["F", "fit"],
      ["A", "alert"],
    ],
  ],
] as const;

/** The keyboard shortcuts. They are off while typing. */
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
                    <kbd className="num rounded border border-line-strong bg-raised px-1.5 py-0.5">{key}</kbd>
                  </dt>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
