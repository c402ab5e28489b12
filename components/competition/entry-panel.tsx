"use client";

import { useRouter, useSearchParams } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { Button, buttonVariants } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { send } from "@/lib/client/api/send";
import { useSubmit } from "@/lib/client/api/use-submit";
import { formatsOf } from "@/lib/client/locale/formats-of";
import { showPortfolio } from "@/lib/client/portfolio/use-portfolios";
import { useHydrated } from "@/lib/client/use-hydrated";
import type { CompetitionDto, CompetitionResponse } from "@/lib/schemas/challenge/competitions";

/** Enters and leaves a competition, and shows the user's own standing. */
export function EntryPanel(props: { competition: CompetitionDto; own: CompetitionResponse["own"] }) {
  const { competition, own } = props;
  const t = useTranslations("competitions.entry");
  const formats = formatsOf(useLocale());
  const router = useRouter();
  const invited = useSearchParams().get("code");
  const { isBusy, error, submit } = useSubmit();
  const change = (method: "POST" | "DELETE", body?: object) =>
    submit(async () => {
      await send(method, `/api/competitions/${competition.id}/entry`, body);
      router.refresh();
    });
  const isOpen = competition.status !== "ENDED" && Date.parse(competition.entryUntil) > Date.now();
  const code = invited ?? competition.code;
  const origin = useHydrated() ? location.origin : "";
  const invitation = `${origin}/competitions/${competition.id}?code=${competition.code}`;
  return (
    <div className="panel grid gap-3 p-4 text-sm">
      {error && <Notice tone="warn">{error.message}</Notice>}
      {competition.code !== null && (
        <p>
          {t("invite")} <span className="num break-all text-accent">{invitation}</span>
        </p>
      )}
      {own === null && isOpen && (
        <Button
          variant="solid"
          size="md"
          className="justify-self-start"
          disabled={isBusy}
          onClick={() => void change("POST", code === null ? {} : { code })}
        >
          {t("enter")}
        </Button>
      )}
      {own === null && !isOpen && <p className="text-text-2">{t("closed")}</p>}
      {own !== null && (
        <>
          <p>
            {own.standing === null || own.standing.rank === null
              ? t("noRank")
              : t("standing", {
                  rank: String(own.standing.rank),
                  change: formats.percent(own.standing.change),
                  drawdown: formats.share(own.standing.drawdown),
                })}
          </p>
          <div className="flex flex-wrap gap-2">
            {competition.status === "ENDED" ? (
              <a
                href={`/competitions/${competition.id}/certificates/${own.portfolioId}`}
                className={buttonVariants({ variant: "solid", size: "md" })}
              >
                {t("certificate")}
              </a>
            ) : (
              <a
                href={`/terminal/${competition.symbols[0] ?? "BTCUSDT"}`}
                className={buttonVariants({ variant: "solid", size: "md" })}
                onClick={() => showPortfolio(own.portfolioId)}
              >
                {t("trade")}
              </a>
            )}
            {competition.status === "ANNOUNCED" && (
              <Button size="md" variant="outline" disabled={isBusy} onClick={() => void change("DELETE")}>
                {t("leave")}
              </Button>
            )}
          </div>
        </>
      )}
    </div>
  );
}
