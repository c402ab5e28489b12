"use client";

import { useTranslations } from "next-intl";
import {
  ArrowUpDown,
  Minus,
  MoveUpRight,
  ParallelLines,
  Redo2,
  Ruler,
  Square,
  StackedLines,
  TrendingUp,
  Type,
  Undo2,
} from "@/components/icons/lucide";
import {
  type DrawingOwner,
  type DrawingTool,
  getDrawings,
} from "@/components/terminal/chart/drawings/drawing";
import { useChartStores } from "@/components/terminal/chart/grid/chart-stores";
import { HintButton } from "@/components/ui/hint-button";
import { usePersisted } from "@/lib/client/persisted";

const TOOLS = [
  ["horizontal", Minus],
  ["trend", TrendingUp],
  ["ray", MoveUpRight],
  ["channel", ParallelLines],
  ["rectangle", Square],
  ["fibonacci", StackedLines],
  ["position", ArrowUpDown],
  ["measure", Ruler],
  ["text", Type],
] as const satisfies readonly (readonly [DrawingTool, typeof Minus])[];

/** Props of everything that draws on a chart. */
export type DrawingProps = {
  owner: DrawingOwner;
  /** Digits of the chart's prices. */
  priceScale: number;
  tool: DrawingTool | null;
  onTool: (tool: DrawingTool | null) => void;
};

/** Chooses what the next press on the chart draws, and undoes and redoes edits of drawings. */
export function DrawingTools(props: DrawingProps & { hintSide: "below" | "right" }) {
  const { owner, tool, onTool, hintSide } = props;
  const t = useTranslations("chart.drawing");
  const store = getDrawings(owner);
  const { choices } = useChartStores();
  usePersisted(store);
  const choose = (name: DrawingTool) => {
    // What is drawn has to be seen.
    choices.write({ ...choices.read(), hasDrawings: true });
    onTool(tool === name ? null : name);
  };
  return (
    <>
      {TOOLS.map(([name, Icon]) => (
        <HintButton
          key={name}
          hint={t("hint", { tool: t(name) })}
          hintSide={hintSide}
          aria-label={t(name)}
          aria-pressed={tool === name}
          className="aria-pressed:text-accent"
          onClick={() => choose(name)}
        >
          <Icon aria-hidden />
        </HintButton>
      ))}
      <HintButton
        hint={t("undoHint")}
        hintSide={hintSide}
        aria-label={t("undo")}
        disabled={!store.canUndo()}
        onClick={store.undo}
      >
        <Undo2 aria-hidden />
      </HintButton>
      <HintButton
        hint={t("redoHint")}
        hintSide={hintSide}
        aria-label={t("redo")}
        disabled={!store.canRedo()}
        onClick={store.redo}
      >
        <Redo2 aria-hidden />
      </HintButton>
    </>
  );
}
