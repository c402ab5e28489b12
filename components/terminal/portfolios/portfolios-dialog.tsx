"use client";

import { useTranslations } from "next-intl";
import { Fragment, useState } from "react";
import { showToast } from "@/components/terminal/notifications/toast-queue";
import { ModesForm } from "@/components/terminal/portfolios/modes-form";
import { NewPortfolioForm } from "@/components/terminal/portfolios/new-portfolio-form";
import { ResetForm } from "@/components/terminal/portfolios/reset-form";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Input } from "@/components/ui/form/input";
import { explainError } from "@/lib/client/api/explain-error";
import { RequestError } from "@/lib/client/api/market-api";
import { patchPortfolio } from "@/lib/client/api/trading-api";
import { formatFixed } from "@/lib/client/format";
import { usePortfolios } from "@/lib/client/portfolio/use-portfolios";
import type { PortfolioSummary } from "@/lib/schemas/trading/trading-responses";

/** The trader's portfolios: shown, named, archived and put back, opened and reset to a balance. */
export function PortfoliosDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations("terminal.portfolios");
  const errors = useTranslations("common.error");
  const { portfolios, archived, shownId, show, refresh } = usePortfolios(true);
  const shown = portfolios.find((one) => one.id === shownId);
  /** Runs a change and loads the list again; a rejection is a toast. */
  const run = async (change: () => Promise<unknown>): Promise<boolean> => {
    try {
      await change();
      await refresh();
      return true;
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      const description = explainError(error, errors);
      showToast((toast) => toast.error(t("failed"), { description }));
      return false;
    }
  };
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t("title")}
      description={t("description")}
    >
      <div className="grid gap-4 p-4 text-xs">
        <p className="text-text-2">{t("description")}</p>
        <ul className="grid gap-1.5">
          {portfolios.map((portfolio) => (
            <PortfolioLine
              key={portfolio.id}
              portfolio={portfolio}
              isShown={portfolio.id === shownId}
              canArchive={portfolio.kind === "PRACTICE" && portfolios.length > 1}
              onShow={() => show(portfolio.id)}
              run={run}
            />
          ))}
        </ul>
        {shown && (
          <Fragment key={shown.id}>
            {shown.kind !== "IMPORTED" && <ModesForm portfolio={shown} />}
            {shown.kind === "PRACTICE" && <ResetForm portfolio={shown} onDone={refresh} />}
          </Fragment>
        )}
        <NewPortfolioForm run={run} used={portfolios.filter(({ kind }) => kind === "PRACTICE").length} />
        {archived.length > 0 && (
          <section className="grid gap-1.5">
            <h3 className="text-text-3">{t("archived")}</h3>
            {archived.map(({ id, name, balance }) => (
              <span key={id} className="flex items-center gap-2">
                <span className="flex-1 truncate">{name}</span>
                <span className="num text-text-2">{formatFixed(balance, 2)}</span>
                <Button
                  variant="outline"
                  aria-label={t("restoreLabel", { name })}
                  onClick={() => void run(() => patchPortfolio(id, { isArchived: false }))}
                >
                  {t("restore")}
                </Button>
              </span>
            ))}
          </section>
        )}
      </div>
    </Dialog>
  );
}

function PortfolioLine(props: {
  portfolio: PortfolioSummary;
  isShown: boolean;
  canArchive: boolean;
  onShow: () => void;
  run: (change: () => Promise<unknown>) => Promise<boolean>;
}) {
  const { portfolio, isShown, canArchive, onShow, run } = props;
  const { id, name, balance } = portfolio;
  const t = useTranslations("terminal.portfolios");
  const [text, setText] = useState(name);
  const rename = () => {
    const next = text.trim();
    if (next === "" || next === name) return setText(name);
    void run(() => patchPortfolio(id, { name: next })).then((isDone) => !isDone && setText(name));
  };
  return (
    <li className="flex items-center gap-2">
      <Input
        aria-label={t("nameOf", { name })}
        maxLength={40}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onBlur={rename}
        onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()}
        className="flex-1"
      />
      <span className="num text-text-2">{formatFixed(balance, 2)}</span>
      {isShown ? (
        <span className="px-2 text-accent">{t("current")}</span>
      ) : (
        <Button variant="outline" aria-label={t("showLabel", { name })} onClick={onShow}>
          {t("show")}
        </Button>
      )}
      {canArchive && !isShown && (
        <Button
          aria-label={t("archiveLabel", { name })}
          onClick={() => void run(() => patchPortfolio(id, { isArchived: true }))}
        >
          {t("archive")}
        </Button>
      )}
    </li>
  );
}
