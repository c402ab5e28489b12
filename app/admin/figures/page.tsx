import { getTranslations } from "next-intl/server";
import { DailyCharts } from "@/components/admin/daily-charts";
import { requireAdmin } from "@/lib/auth/require-admin";
import { readDailyFigures } from "@/lib/db/admin/read-daily-figures";
import { figuresQuerySchema } from "@/lib/schemas/admin";

export const dynamic = "force-dynamic";

/** The figures of the service by day, as charts. */
export default async function FiguresPage(props: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  await requireAdmin();
  const t = await getTranslations("admin.figures");
  const { days = 30 } = figuresQuerySchema.safeParse(await props.searchParams).data ?? {};
  return (
    <>
      <h1 className="font-semibold text-lg">{t("title")}</h1>
      <DailyCharts figures={await readDailyFigures(days, new Date())} days={days} />
    </>
  );
}
