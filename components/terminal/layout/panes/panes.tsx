"use client";

import type { ReactNode } from "react";
import { deskPanels, rememberSize } from "@/components/terminal/layout/panels/desk-panels";
import { Divider } from "@/components/terminal/layout/panes/divider";
import { cn } from "@/lib/client/cn";
import { usePersisted } from "@/lib/client/persisted";

/**
 * Panes beside each other or, with `isColumn`, over each other: one fills the space that the others leave.
 */
export function Panes(props: { isColumn?: boolean; className?: string; children: ReactNode }) {
  return (
    <div className={cn("flex min-h-0 min-w-0", props.isColumn && "flex-col", props.className ?? "size-full")}>
      {props.children}
    </div>
  );
}

/**
 * The pane that fills the remaining space, never less than `least` px. `isFramed`: it is a panel, not more
 * panes.
 */
export function RestPane(props: {
  isColumn?: boolean;
  least: number;
  isFramed?: boolean;
  children: ReactNode;
}) {
  return (
    <div
      data-rest
      data-panel={props.isFramed ? "rest" : undefined}
      className="min-h-0 min-w-0 flex-1"
      style={{ [props.isColumn ? "minHeight" : "minWidth"]: props.least }}
    >
      {props.isFramed ? <Frame>{props.children}</Frame> : props.children}
    </div>
  );
}

/**
 * A panel with a size of its own, which a divider changes and this browser saves: in px beside others, in
 * percent of the column over or under them (`isColumn`). `least` and `most` are px.
 */
export function SizedPane(props: {
  id: string;
  isColumn?: boolean;
  initial: number;
  least: number;
  most?: number;
  /** On which side of it the divider stands. */
  divider: "before" | "after";
  children: ReactNode;
}) {
  const { id, isColumn = false, least, most, divider } = props;
  const size = usePersisted(deskPanels).sizes[id] ?? props.initial;
  const line = (
    <Divider
      paneId={id}
      axis={isColumn ? "y" : "x"}
      isBeforePane={divider === "before"}
      size={size}
      range={isColumn ? [0, 100] : [least, most ?? window.innerWidth]}
      onResize={(next) => rememberSize(id, next)}
    />
  );
  return (
    <>
      {divider === "before" && line}
      <div
        data-panel={id}
        className="min-h-0 min-w-0 shrink"
        style={{
          flexBasis: isColumn ? `${size}%` : `${size}px`,
          [isColumn ? "minHeight" : "minWidth"]: least,
          [isColumn ? "maxHeight" : "maxWidth"]: most,
        }}
      >
        <Frame>{props.children}</Frame>
      </div>
      {divider === "after" && line}
    </>
  );
}

/** Layout containment: changes inside a panel make the browser lay out that panel only. */
function Frame({ children }: { children: ReactNode }) {
  return <div className="panel relative h-full overflow-hidden contain-strict">{children}</div>;
}
