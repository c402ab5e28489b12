"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { isOpeningBalance } from "@/components/terminal/portfolios/is-opening-balance";
import { Button } from "@/components/ui/button";
import { InlineField } from "@/components/ui/form/inline-field";
import { Input } from "@/components/ui/form/input";
import { Segmented } from "@/components/ui/form/segmented";
import { postPortfolio } from "@/lib/client/api/trading-api";
import { showPortfolio } from "@/lib/client/portfolio/use-portfolios";
import { useEntitlements } from "@/lib/client/use-entitlements";
import { STANDARD_OPENING } from "@/lib/core/opening";

const MODES = ["isolated", "cross"] as const;

/** Opens another practice portfolio and shows it, unless the tier has no more; `used`: how many there are. */
export function NewPortfolioForm(props: {
  run: (change: () => Promise<unknown>) => Promise<boolean>;
  used: number;
}) {
  const { run, used } = props;
  const t = useTranslations("terminal.portfolios");
  const allowed = useEntitlements();
  const [name, setName] = useState("");
  const [balance, setBalance] = useState(STANDARD_OPENING);
  const [mode, setMode] = useState<(typeof MODES)[number]>("isolated");
  const isValid = isOpeningBalance(balance);
  const create = async () => {
    const body = { name: name.trim(), marginMode: mode, opening: balance };
    const isDone = await run(async () => showPortfolio((await postPortfolio(body)).id));
    if (isDone) setName("");
  };
  if (allowed && used >= allowed.practicePortfolios) {
    return (
      <p className="border-t pt-3 text-text-2">
        {t("allUsed", { limit: allowed.practicePortfolios, tier: t(`tier.${allowed.tier}`) })}{" "}
        <Link href="/pricing" className="text-accent underline">
          {t("compare")}
        </Link>
      </p>
    );
  }
  return (
    <form
      className="grid gap-1.5 border-t pt-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (isValid && name.trim() !== "") void create();
      }}
    >
      <h3 className="text-text-3">
        {t("create")}
        {allowed && ` · ${t("used", { used, limit: allowed.practicePortfolios })}`}
      </h3>
      <Input
        aria-label={t("name")}
        placeholder={t("name")}
        maxLength={40}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <span className="flex items-start gap-2">
        <InlineField
          id="new-balance"
          label={t("balance")}
          className="flex-1"
          inputMode="numeric"
          value={balance}
          onChange={(event) => setBalance(event.target.value)}
          problem={isValid ? null : t("balanceProblem")}
          end="USDT"
        />
        <Segmented
          label={t("marginMode")}
          value={mode}
          options={MODES.map((one) => [one, t(`mode.${one}`)])}
          onChange={setMode}
        />
        <Button
          type="submit"
          variant="solid"
          size="md"
          className="h-8"
          disabled={!isValid || name.trim() === ""}
        >
          {t("createSubmit")}
        </Button>
      </span>
    </form>
  );
}
