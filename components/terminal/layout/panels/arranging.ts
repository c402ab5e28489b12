import type { DeskPanel } from "@/components/terminal/layout/panels/desk-panels";
import { createValue } from "@/lib/client/create-value";

/** Whether the panels show what moves and closes them. */
export const arranging = createValue(false);

/** The panel that is being dragged, and where it would be dropped; null at other times. */
export const draggedPanel = createValue<{
  panel: DeskPanel;
  over: string | null;
  x: number;
  y: number;
} | null>(null);
