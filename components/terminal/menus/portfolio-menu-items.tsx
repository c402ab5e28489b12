"use client";

import { useTranslations } from "next-intl";
import { portfoliosOpened } from "@/components/terminal/portfolios/portfolios-opened";
import { MenuChoice, MenuItem, MenuLine } from "@/components/ui/menu-items";
import { formatFixed } from "@/lib/client/format";
import { usePortfolios } from "@/lib/client/portfolio/use-portfolios";

/** The trader's portfolios, one of which is chosen, and what opens their settings. */
export function PortfolioMenuItems({ onLimits }: { onLimits: () => void }) {
  const t = useTranslations("terminal.portfolio");
  const { portfolios, shownId, show } = usePortfolios(true);
  return (
    <>
      <MenuChoice
        label={t("label")}
        value={shownId ?? undefined}
        options={portfolios.map((one) => [
          one.id,
          t(one.locked ? "lockedOption" : "option", {
            name: one.name,
            balance: formatFixed(one.balance, 2),
          }),
        ])}
        onChange={show}
      />
      <MenuLine />
      <MenuItem onClick={onLimits}>{t("limits")}</MenuItem>
      <MenuItem onClick={() => portfoliosOpened.write(true)}>{t("manage")}</MenuItem>
    </>
  );
}
