"use client";

import { type KeyboardEvent, type ReactNode, useId } from "react";
import { moveFocus } from "@/components/ui/move-focus";
import { cn } from "@/lib/client/cn";

type Tab = { id: string; label: string; count?: number | null; content: ReactNode };

/** Panels behind tabs; only the chosen one is rendered, and arrows choose. `bar`: position of the tabs. */
export function Tabs(props: {
  label: string;
  tabs: readonly Tab[];
  value: string;
  onChange: (id: string) => void;
  bar: "top" | "bottom";
  /** Tabs as wide as their labels, for wide panels. */
  isCompact?: boolean;
}) {
  const name = useId();
  const isBottom = props.bar === "bottom";
  const chosen = props.tabs.find(({ id }) => id === props.value);
  const handleKey = (event: KeyboardEvent<HTMLElement>) => {
    const id = moveFocus(event, "tab")?.dataset.tab;
    if (id !== undefined) props.onChange(id);
  };
  const list = (
    <div
      role="tablist"
      aria-label={props.label}
      onKeyDown={handleKey}
      className={cn(
        "flex shrink-0 overflow-x-auto overflow-y-hidden bg-panel",
        isBottom ? "h-12 border-t" : "h-8 border-b",
      )}
    >
      {props.tabs.map(({ id, label, count }) => {
        const isChosen = id === props.value;
        return (
          <button
            key={id}
            type="button"
            role="tab"
            id={`${name}-tab-${id}`}
            data-tab={id}
            aria-selected={isChosen}
            aria-controls={isChosen ? `${name}-panel` : undefined}
            tabIndex={isChosen ? 0 : -1}
            onClick={() => props.onChange(id)}
            className={cn(
              "-outline-offset-2 whitespace-nowrap border-transparent font-medium text-text-2 text-xs hover:text-text aria-selected:border-accent aria-selected:text-text",
              isBottom ? "border-t-2" : "border-b-2",
              props.isCompact ? "shrink-0 px-3" : "flex-1 shrink-0",
            )}
          >
            {label}
            {count != null && count > 0 && <span className="num ml-1 text-text-3">{count}</span>}
          </button>
        );
      })}
    </div>
  );
  return (
    <div className="flex h-full min-h-0 flex-col">
      {!isBottom && list}
      {chosen && (
        <div
          key={chosen.id}
          role="tabpanel"
          id={`${name}-panel`}
          aria-labelledby={`${name}-tab-${chosen.id}`}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a panel of figures is read by keys from its tab on
          tabIndex={0}
          className="min-h-0 flex-1 outline-none"
        >
          {chosen.content}
        </div>
      )}
      {isBottom && list}
    </div>
  );
}
