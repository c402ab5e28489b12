import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { WideContent } from "@/components/ui/wide-content";
import { buildMetadata } from "@/lib/infra/build-metadata";
import { PARITY_CASES, PARITY_RUNS, TRANSLATIONS } from "@/lib/lab/parity-cases";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("site.parity");
  return buildMetadata({ title: t("title"), description: t("description"), path: "/parity" });
}

const COLUMNS = ["run", "routes", "days", "trades", "jesse", "lab", "result"] as const;

/** How closely the lab's results are jesse's, case by case, and how a jesse strategy is carried over. */
export default async function ParityPage() {
  const t = await getTranslations("site.parity");
  const cell = "px-2 py-1.5";
  return (
    <>
      <h1 className="mb-2 font-semibold text-2xl">{t("title")}</h1>
      <p className="mb-6 max-w-3xl text-sm text-text-2">{t("intro")}</p>
      <h2 className="mb-2 font-semibold text-lg">{t("runs.title")}</h2>
      <p className="mb-3 max-w-3xl text-sm text-text-2">{t("runs.note")}</p>
      <WideContent label={t("runs.title")}>
        <table className="panel mb-8 w-full text-left text-sm">
          <thead className="text-text-3 text-xs">
            <tr>
              {COLUMNS.map((column) => (
                <th key={column} scope="col" className={`${cell} font-normal`}>
                  {t(`runs.column.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {PARITY_RUNS.map(({ name, routes, days, trades, jesse, lab }) => (
              <tr key={name} className="border-line border-t">
                <th scope="row" className={`${cell} font-medium`}>
                  {t(`runs.name.${name}`)}
                </th>
                <td className={`${cell} num`}>{routes}</td>
                <td className={`${cell} num`}>{days}</td>
                <td className={`${cell} num`}>{trades}</td>
                <td className={`${cell} num`}>{jesse}</td>
                <td className={`${cell} num`}>{lab}</td>
                <td className={cell}>{t(jesse === lab ? "runs.equal" : "runs.differs")}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </WideContent>
      <h2 className="mb-2 font-semibold text-lg">{t("cases.title")}</h2>
      <ul className="mb-8 list-disc pl-5 text-sm">
        {PARITY_CASES.map(({ name, cases, left }) => (
          <li key={name}>{t(`cases.${name}`, { cases: String(cases), left: String(left) })}</li>
        ))}
      </ul>
      <h2 className="mb-2 font-semibold text-lg">{t("differences.title")}</h2>
      <ul className="mb-8 list-disc pl-5 text-sm">
        {(["reduceOnly", "turned", "portfolioValue", "fast"] as const).map((name) => (
          <li key={name}>{t(`differences.${name}`)}</li>
        ))}
      </ul>
      <h2 className="mb-2 font-semibold text-lg">{t("translate.title")}</h2>
      <p className="mb-3 max-w-3xl text-sm text-text-2">{t("translate.note")}</p>
      <WideContent label={t("translate.title")}>
        <table className="panel w-full text-left text-sm">
          <thead className="text-text-3 text-xs">
            <tr>
              <th scope="col" className={`${cell} font-normal`}>
                {t("translate.jesse")}
              </th>
              <th scope="col" className={`${cell} font-normal`}>
                {t("translate.lab")}
              </th>
            </tr>
          </thead>
          <tbody className="num">
            {TRANSLATIONS.map(([from, to]) => (
              <tr key={from} className="border-line border-t">
                <td className={cell}>{from}</td>
                <td className={cell}>{to}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </WideContent>
    </>
  );
}
