import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ObjectiveList } from "@/components/challenge/objective-list";
import { FigureCard } from "@/components/journal/figure-card";
import {
  SAMPLE_CHALLENGE,
  SAMPLE_FIGURES,
  SAMPLE_FILL,
  SAMPLE_JOURNAL,
  SAMPLE_OBJECTIVES,
} from "@/components/landing/showcase-sample";
import { LinePicture } from "@/components/shell/line-picture";
import { formatsOf } from "@/lib/client/locale/formats-of";

/** What a trader reads after the trade: a challenge, the journal and the evidence of a fill, with sample figures. */
export function Showcase() {
  const t = useTranslations("site.landing.showcase");
  return (
    <section aria-labelledby="showcase" className="flex flex-col gap-4 pb-10">
      <h2 id="showcase" className="font-semibold text-xl">
        {t("title")}
      </h2>
      <div className="grid gap-4 lg:grid-cols-3">
        <Part title={t("challenge.title")} text={t("challenge.text")} link={["/rules", t("challenge.link")]}>
          <LinePicture
            label={t("challenge.picture")}
            atMs={SAMPLE_CHALLENGE.atMs}
            lines={[
              { name: t("challenge.equity"), tone: "accent", values: SAMPLE_CHALLENGE.equity },
              { name: t("challenge.target"), tone: "up", values: SAMPLE_CHALLENGE.target },
              { name: t("challenge.floor"), tone: "down", isStep: true, values: SAMPLE_CHALLENGE.floor },
            ]}
          />
          <ObjectiveList objectives={SAMPLE_OBJECTIVES} />
        </Part>
        <Part title={t("journal.title")} text={t("journal.text")} link={["/help", t("journal.link")]}>
          <LinePicture
            label={t("journal.picture")}
            atMs={SAMPLE_JOURNAL.atMs}
            lines={[{ name: t("journal.net"), tone: "accent", values: SAMPLE_JOURNAL.net }]}
          />
          <dl className="grid grid-cols-2 gap-2">
            {SAMPLE_FIGURES.map(({ metric, value, unit }) => (
              <FigureCard key={metric} metric={metric} figure={{ value, why: null }} unit={unit} />
            ))}
          </dl>
        </Part>
        <Part title={t("evidence.title")} text={t("evidence.text")} link={["/verify", t("evidence.link")]}>
          <Evidence />
        </Part>
      </div>
      <p className="text-text-3 text-xs">{t("sample")}</p>
    </section>
  );
}

function Part(props: {
  title: string;
  text: string;
  link: readonly [path: string, label: string];
  children: ReactNode;
}) {
  const [path, label] = props.link;
  return (
    <article className="panel flex flex-col gap-3 p-4">
      <h3 className="font-semibold text-sm">{props.title}</h3>
      <p className="text-sm text-text-2">{props.text}</p>
      <div className="flex flex-1 flex-col gap-3">{props.children}</div>
      <Link href={path} prefetch={false} className="self-start rounded text-accent text-sm hover:underline">
        {label}
      </Link>
    </article>
  );
}

function Evidence() {
  const t = useTranslations("site.landing.showcase.evidence");
  const formats = formatsOf(useLocale());
  const { levels, mid, slippageBps, fee, latencyMs, hash } = SAMPLE_FILL;
  const facts = [
    [t("mid"), formats.fixed(mid, 2)],
    [t("slippage"), `${formats.fixed(slippageBps, 2)} bps`],
    [t("fee"), `${formats.fixed(fee, 4)} USDT`],
    [t("latency"), `${latencyMs} ms`],
  ];
  return (
    <>
      <table className="w-full text-xs">
        <caption className="pb-1 text-left text-text-3">{t("levels")}</caption>
        <thead className="text-left text-text-3">
          <tr>
            <th scope="col" className="py-1 font-normal">
              {t("price")}
            </th>
            <th scope="col" className="py-1 text-right font-normal">
              {t("quantity")}
            </th>
          </tr>
        </thead>
        <tbody className="num">
          {levels.map(({ price, qty }) => (
            <tr key={price} className="border-t">
              <td className="py-1">{formats.fixed(price, 2)}</td>
              <td className="py-1 text-right">{formats.fixed(qty, 3)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <dl className="flex flex-col text-xs">
        {facts.map(([name, value]) => (
          <div key={name} className="flex justify-between border-t py-1">
            <dt className="text-text-2">{name}</dt>
            <dd className="num">{value}</dd>
          </div>
        ))}
      </dl>
      <p className="break-all text-text-3 text-xs">
        {t("hash")} <code>{hash}</code>
      </p>
    </>
  );
}
