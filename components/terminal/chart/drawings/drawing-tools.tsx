"use client";

import { Minus, Square, Trash2, TrendingUp } from "@/components/icons/lucide";
import { type DrawingTool, getDrawings } from "@/components/terminal/chart/drawings/drawing";
import { HintButton } from "@/components/ui/hint-button";
import { usePersisted } from "@/lib/client/persisted";

const TOOLS = [
  ["horizontal", "Horizontal line", Minus],
  ["trend", "Trend line", TrendingUp],
  ["rectangle", "Rectangle", Square],
] as const satisfies readonly (readonly [DrawingTool, string, typeof Minus])[];

/** Chooses what the next press on the chart draws. */
export function DrawingTools(props: {
  owner: { userId: string; symbol: string };
  tool: DrawingTool | null;
  onTool: (tool: DrawingTool | null) => void;
}) {
  const { owner, tool, onTool } = props;
  const store = getDrawings(owner);
  const count = usePersisted(store).length;
  return (
    <>
      {TOOLS.map(([name, label, Icon]) => (
        <HintButton
          key={name}
          hint={`${label}: press and drag; Delete takes a chosen one away`}
          aria-label={label}
          aria-pressed={tool === name}
          className="aria-pressed:text-accent max-lg:hidden"
          onClick={() => onTool(tool === name ? null : name)}
        >
          <Icon aria-hidden />
        </HintButton>
      ))}
      {count > 0 && (
        <HintButton
          hint="Take all drawings away"
          aria-label={`Remove ${count} ${count === 1 ? "drawing" : "drawings"}`}
          className="max-lg:hidden"
          onClick={() => store.write([])}
        >
          <Trash2 aria-hidden />
        </HintButton>
      )}
    </>
  );
}
