"use client";

import dynamic from "next/dynamic";
import type { ComponentProps } from "react";
import { getDrawings } from "@/components/chart/drawings/drawing";
import type { DrawingLayer } from "@/components/chart/drawings/drawing-layer";
import { usePersisted } from "@/lib/client/persisted";

const Layer = dynamic(
  () => import("@/components/chart/drawings/drawing-layer").then((module) => module.DrawingLayer),
  { ssr: false },
);

/** The trader's drawings, loaded when there is one or a tool to draw one. */
export function LazyDrawings(props: ComponentProps<typeof DrawingLayer>) {
  const isNeeded = usePersisted(getDrawings(props.owner)).length > 0 || props.tool !== null;
  return isNeeded && <Layer {...props} />;
}
