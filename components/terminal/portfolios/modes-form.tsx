"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Segmented } from "@/components/ui/form/segmented";
import { explainError } from "@/lib/client/api/explain-error";
import { RequestError } from "@/lib/client/api/market-api";
import { putModes } from "@/lib/client/api/trading-api";
import { getPortfolioStore } from "@/lib/client/portfolio/portfolio-store";
import { usePortfolioValue } from "@/lib/client/portfolio/use-portfolio";
import { MARGIN_MODES, POSITION_MODES, type PositionMode } from "@/lib/core/engine/state/state";
import type { ChangeModesBody } from "@/lib/schemas/trading/trading";
import type { PortfolioSummary } from "@/lib/schemas/trading/trading-responses";

/** One-way or hedge mode and the margin mode of the portfolio that is shown; a rejection says why below them. */
export function ModesForm({ portfolio: { id, name } }: { portfolio: PortfolioSummary }) {
  const t = useTranslations("terminal.portfolios");
  const errors = useTranslations("common.error");
  const marginMode = usePortfolioValue((portfolio) => portfolio.marginMode);
  const hedge = usePortfolioValue((portfolio) => portfolio.hedge);
  const [problem, setProblem] = useState<string | null>(null);
  if (marginMode === null) return null;
  const positionMode: PositionMode = hedge?.isUsual ? "hedge" : "one-way";
  const others = hedge?.symbols ?? [];
  const change = async (body: ChangeModesBody) => {
    setProblem(null);
    try {
      getPortfolioStore().applySnapshot((await putModes(id, body)).portfolio);
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      setProblem(explainError(error, errors));
    }
  };
  return (
    <section className="grid gap-1.5 border-t pt-3">
      <h3 className="text-text-3">{t("modes", { name })}</h3>
      <p className="text-text-2">{t("modesText")}</p>
      <span className="flex flex-wrap gap-x-4 gap-y-1">
        <span className="flex items-center gap-2">
          <span className="text-text-2">{t("positionMode")}</span>
          <Segmented
            label={t("positionMode")}
            value={positionMode}
            options={POSITION_MODES.map((one) => [one, t(`position.${one}`)])}
            onChange={(mode) => void change({ positionMode: mode })}
          />
        </span>
        <span className="flex items-center gap-2">
          <span className="text-text-2">{t("marginMode")}</span>
          <Segmented
            label={t("marginModeOf", { name })}
            value={marginMode}
            options={MARGIN_MODES.map((one) => [one, t(`mode.${one}`)])}
            onChange={(mode) => void change({ marginMode: mode })}
          />
        </span>
      </span>
      {others.length > 0 && (
        <p className="text-text-2">
          {t("otherMode", {
            symbols: others.join(", "),
            mode: positionMode === "hedge" ? t("position.one-way") : t("position.hedge"),
          })}
        </p>
      )}
      {problem && (
        <p role="alert" className="text-down">
          {problem}
        </p>
      )}
    </section>
  );
}
