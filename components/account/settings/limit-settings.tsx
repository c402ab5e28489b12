"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { SettingsSection } from "@/components/account/settings/settings-section";
import { LimitsForm } from "@/components/limits/limits-form";
import { Select } from "@/components/ui/form/select";
import type { PortfolioSummary } from "@/lib/schemas/trading/trading-responses";

/** The own limits of one of the user's portfolios. */
export function LimitSettings({ portfolios }: { portfolios: PortfolioSummary[] }) {
  const t = useTranslations("limits");
  const [portfolioId, setPortfolioId] = useState(portfolios[0]?.id);
  if (portfolioId === undefined) return null;
  return (
    <SettingsSection id="limits" title={t("title")} text={t("description")}>
      <span>
        <Select
          aria-label={t("portfolio")}
          value={portfolioId}
          onChange={(event) => setPortfolioId(event.target.value)}
          className="h-9 min-w-40"
        >
          {portfolios.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      </span>
      <LimitsForm key={portfolioId} portfolioId={portfolioId} />
    </SettingsSection>
  );
}
