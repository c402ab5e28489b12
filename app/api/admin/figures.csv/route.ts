import { readDailyFigures } from "@/lib/db/admin/read-daily-figures";
import { ADMIN_ENDPOINTS } from "@/lib/http/endpoints/admin-endpoints";
import { withAdmin } from "@/lib/http/route/with-admin";
import { writeTable } from "@/lib/infra/write-table";

export const dynamic = "force-dynamic";

const COLUMNS = ["day", "signUps", "traders", "orders", "revenue", "passed", "failed"] as const;

/** The daily figures of the service as CSV. */
export const GET = withAdmin(ADMIN_ENDPOINTS["GET /api/admin/figures.csv"], async ({ query }) => {
  const figures = await readDailyFigures(query.days, new Date());
  return {
    text: writeTable(
      COLUMNS,
      figures.map((day) => COLUMNS.map((column) => day[column])),
    ),
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="figures-${query.days}-days.csv"`,
    },
  };
});
