"use client";

import { Dialog } from "@/components/ui/dialog";

const GROUPS = [
  [
    "Desk",
    [
      ["⌘K · Ctrl K", "Command menu"],
      ["/", "Search markets"],
      ["↑ ↓", "Market before, market after"],
      ["?", "This sheet"],
    ],
  ],
  [
    "Order",
    [
      ["B", "To the Buy button; Enter sends"],
      ["S", "To the Sell button; Enter sends"],
      ["Esc", "Away from the form"],
    ],
  ],
  [
    "Line on the chart, while it has the focus",
    [
      ["↑ ↓", "By a tick, with Shift by ten"],
      ["Enter", "Send"],
      ["Esc", "Take back"],
    ],
  ],
  [
    "Chart, while it has the focus",
    [
      ["+ −", "Zoom in, zoom out"],
      ["← →", "Scroll"],
      ["F", "Newest candles, fitted"],
    ],
  ],
] as const;

/** The keyboard shortcuts. They are off while typing. */
export function ShortcutsSheet(props: { isOpen: boolean; onOpenChange: (isOpen: boolean) => void }) {
  return (
    <Dialog
      {...props}
      title="Keyboard shortcuts"
      description="All keys that this page listens to. They are off while typing."
    >
      <div className="grid gap-4 p-4 text-xs">
        {GROUPS.map(([name, keys]) => (
          <section key={name}>
            <h3 className="mb-1 text-text-3">{name}</h3>
            <dl>
              {keys.map(([key, does]) => (
                <div key={key} className="flex h-7 items-center justify-between border-b last:border-0">
                  <dd className="order-1 text-text-2">{does}</dd>
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
