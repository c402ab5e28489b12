"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { lazyPart } from "@/components/ui/lazy/lazy-part";
import { formatFixed } from "@/lib/client/format";
import type { InstrumentDto } from "@/lib/schemas/market/market";
import type { PositionDto } from "@/lib/schemas/trading/trading-responses";

const MarginDialog = lazyPart(
  () => import("@/components/terminal/account/margin-dialog").then((module) => module.MarginDialog),
  { failure: "corner" },
);

/** A position's margin; in isolated margin a press opens the dialog to change it. */
export function MarginCell(props: {
  position: PositionDto;
  portfolioId: string;
  listed: InstrumentDto | null;
  isIsolated: boolean;
}) {
  const { position, portfolioId, listed, isIsolated } = props;
  const t = useTranslations("terminal.positionRow");
  const [isOpen, setOpen] = useState(false);
  const shown = formatFixed(position.margin, 2);
  if (!isIsolated || listed === null) return shown;
  return (
    <>
      <button
        type="button"
        aria-label={t("margin", { symbol: position.symbol, amount: shown })}
        onClick={() => setOpen(true)}
        className="num rounded border-transparent border-b border-dashed px-0.5 hover:border-line-strong hover:text-text"
      >
        {shown}
      </button>
      {isOpen && (
        <MarginDialog
          position={position}
          portfolioId={portfolioId}
          listed={listed}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}
