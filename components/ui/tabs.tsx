"use client";

import { Tabs as TabsPrimitive } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "@/lib/client/cn";

type Tab = { id: string; label: string; count?: number | null; content: ReactNode };

/** Panels behind tabs; only the chosen one exists. `bar`: where the tabs stand. */
export function Tabs(props: {
  label: string;
  tabs: readonly Tab[];
  value: string;
  onChange: (id: string) => void;
  bar: "top" | "bottom";
  /** Tabs as wide as their words, for wide panels. */
  isCompact?: boolean;
}) {
  const isBottom = props.bar === "bottom";
  const list = (
    <TabsPrimitive.List
      aria-label={props.label}
      className={cn(
        "flex shrink-0 overflow-x-auto overflow-y-hidden bg-panel",
        isBottom ? "h-12 border-t" : "h-8 border-b",
      )}
    >
      {props.tabs.map(({ id, label, count }) => (
        <TabsPrimitive.Trigger
          key={id}
          value={id}
          className={cn(
            "-outline-offset-2 shrink-0 whitespace-nowrap border-transparent font-medium text-text-2 text-xs hover:text-text data-[state=active]:border-accent data-[state=active]:text-text",
            isBottom ? "border-t-2" : "border-b-2",
            props.isCompact ? "px-3" : "flex-1",
          )}
        >
          {label}
          {count != null && count > 0 && <span className="num ml-1 text-text-3">{count}</span>}
        </TabsPrimitive.Trigger>
      ))}
    </TabsPrimitive.List>
  );
  return (
    <TabsPrimitive.Root
      value={props.value}
      onValueChange={props.onChange}
      className="flex h-full min-h-0 flex-col"
    >
      {!isBottom && list}
      {props.tabs.map(({ id, content }) => (
        <TabsPrimitive.Content key={id} value={id} className="min-h-0 flex-1 outline-none">
          {content}
        </TabsPrimitive.Content>
      ))}
      {isBottom && list}
    </TabsPrimitive.Root>
  );
}
