import { useTranslations } from "next-intl";

const FEATURES = ["fills", "risk", "chart", "challenges", "journal"] as const;

/** The product in five sentences. */
export function FeatureList() {
  const t = useTranslations("site.landing.features");
  return (
    <section aria-label={t("label")}>
      <ul className="grid gap-3 sm:grid-cols-2 lg:grid-cols-1">
        {FEATURES.map((feature) => (
          <li key={feature} className="flex gap-2.5">
            <span aria-hidden className="mt-1.5 size-2 shrink-0 rounded-full bg-accent" />
            <p className="text-[13px] text-text-2 leading-5">
              {t.rich(feature, {
                b: (chunks) => <span className="font-medium text-text">{chunks}</span>,
              })}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
