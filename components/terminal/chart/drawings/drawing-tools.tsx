"use client";

import { useTranslations } from "next-intl";
import { Minus, Square, Trash2, TrendingUp } from "@/components/icons/lucide";
import { type DrawingTool, getDrawings } from "@/components/terminal/chart/drawings/drawing";
import { HintButton } from "@/components/ui/hint-button";
import { usePersisted } from "@/lib/client/persisted";

const TOOLS = [
  ["horizontal", Minus],
  ["trend", TrendingUp],
  ["rectangle", Square],
] as const satisfies readonly (readonly [DrawingTool, typeof Minus])[];

/** Chooses what the next press on the chart draws. */
export function DrawingTools(props: {
  owner: { userId: string; symbol: string };
  tool: DrawingTool | null;
  onTool: (tool: DrawingTool | null) => void;
}) {
  const { owner, tool, onTool } = props;
  const t = useTranslations("chart.drawing");
  const store = getDrawings(owner);
  const count = usePersisted(store).length;
  return (
    <>
      {TOOLS.map(([name, Icon]) => (
        <HintButton
          key={name}
          hint={t("hint", { tool: t(name) })}
          aria-label={t(name)}
          aria-pressed={tool === name}
          className="aria-pressed:text-accent max-lg:hidden"
          onClick={() => onTool(tool === name ? null : name)}
        >
          <Icon aria-hidden />
        </HintButton>
      ))}
      {count > 0 && (
        <HintButton
          hint={t("removeAll")}
          aria-label={t("remove", { count })}
          className="max-lg:hidden"
          onClick={() => store.write([])}
        >
          <Trash2 aria-hidden />
        </HintButton>
      )}
    </>
  );
}
