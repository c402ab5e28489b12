import { getTranslations } from "next-intl/server";
import { Logo } from "@/components/shell/logo";
import { terminalPath } from "@/components/terminal/layout/terminal-path";
import { buttonVariants } from "@/components/ui/button";
import { listInstruments } from "@/lib/market/reference/instruments";
import { pickPopular } from "@/lib/market/reference/pick-popular";

/** Shown for a market that is not offered, with links to some that are. */
export default async function UnknownMarket() {
  const t = await getTranslations("terminal.unknownMarket");
  const { instruments } = await listInstruments();
  return (
    <main className="mx-auto flex min-h-dvh max-w-xl flex-col justify-center gap-4 p-6">
      <Logo className="size-8" />
      <h1 className="font-semibold text-2xl">{t("title")}</h1>
      <p className="text-text-2">{t("text", { count: instruments.length })}</p>
      <ul className="flex flex-wrap gap-2">
        {pickPopular(instruments).map(({ symbol }) => (
          <li key={symbol}>
            <a href={terminalPath(symbol)} className={buttonVariants({ variant: "outline", size: "md" })}>
              {symbol}
            </a>
          </li>
        ))}
      </ul>
    </main>
  );
}
