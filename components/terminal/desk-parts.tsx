"use client";

import type { ReactNode } from "react";
import { Panel, Separator } from "react-resizable-panels";
import type { Viewer } from "@/components/terminal/viewer";
import { cn } from "@/lib/client/cn";
import type { Instrument } from "@/lib/schemas/market";

/** What every layout of the desk is given. */
export type DeskProps = {
  instrument: Instrument;
  instruments: readonly Instrument[];
  viewer: Viewer | null;
  onSelect: (symbol: string) => void;
};

/** A resizable panel with a frame. `isFixed`: it keeps its width when the window changes. */
export function DeskPanel(props: {
  id: string;
  defaultSize?: string;
  minSize: string;
  maxSize?: string;
  isFixed?: boolean;
  children: ReactNode;
}) {
  const { isFixed, children, ...size } = props;
  return (
    <Panel {...size} groupResizeBehavior={isFixed ? "preserve-pixel-size" : "preserve-relative-size"}>
      <div className="panel h-full overflow-hidden">{children}</div>
    </Panel>
  );
}

/** What panels are resized by, between columns or, with `isRow`, between rows. */
export function Divider({ isRow }: { isRow?: boolean }) {
  return (
    <Separator
      aria-label={isRow ? "Resize rows" : "Resize columns"}
      className={cn("rounded transition-colors hover:bg-line-strong", isRow ? "h-1" : "w-1")}
    />
  );
}
