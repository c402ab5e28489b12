import { useTranslations } from "next-intl";
import { useId } from "react";
import type { MoreRoute } from "@/components/lab/run-settings";
import { TimeframeSelect } from "@/components/lab/timeframe-select";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/form/field";
import { Select } from "@/components/ui/form/select";
import { createId } from "@/lib/client/api/create-id";

const MOST = 9;

/** Routes after the first: further markets on the same wallet, and candles that are only read. */
export function MoreRoutes(props: {
  routes: readonly MoreRoute[];
  onChange: (routes: readonly MoreRoute[]) => void;
}) {
  const t = useTranslations("lab.routes");
  const { routes, onChange } = props;
  const change = (id: string, part: Partial<MoreRoute>) =>
    onChange(routes.map((route) => (route.id === id ? { ...route, ...part } : route)));
  const added = { symbol: "ETHUSDT", timeframe: "1h", isData: false, strategy: "" };
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="font-medium text-[13px]">{t("title")}</legend>
      {routes.map((route, index) => (
        <fieldset key={route.id} className="flex flex-col gap-2 rounded border border-line p-3">
          <legend className="px-1 text-text-2 text-xs">{t("name", { number: String(index + 2) })}</legend>
          <div className="grid grid-cols-2 gap-2">
            <Field
              label={t("symbol")}
              value={route.symbol}
              required
              onChange={(event) => change(route.id, { symbol: event.target.value.toUpperCase() })}
            />
            <TimeframeSelect
              value={route.timeframe}
              onChange={(timeframe) => change(route.id, { timeframe })}
            />
            <UseSelect isData={route.isData} onChange={(isData) => change(route.id, { isData })} />
            {!route.isData && (
              <Field
                label={t("strategy")}
                value={route.strategy}
                onChange={(event) => change(route.id, { strategy: event.target.value.trim() })}
              />
            )}
          </div>
          <div>
            <Button
              type="button"
              size="sm"
              variant="outline"
              onClick={() => onChange(routes.filter(({ id }) => id !== route.id))}
            >
              {t("remove")}
            </Button>
          </div>
        </fieldset>
      ))}
      <div>
        <Button
          type="button"
          size="sm"
          variant="outline"
          disabled={routes.length >= MOST}
          onClick={() => onChange([...routes, { ...added, id: createId() }])}
        >
          {t("add")}
        </Button>
      </div>
      <p className="text-text-3 text-xs">{t("note")}</p>
    </fieldset>
  );
}

function UseSelect(props: { isData: boolean; onChange: (isData: boolean) => void }) {
  const t = useTranslations("lab.routes");
  const id = useId();
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="font-medium text-[13px]">
        {t("use")}
      </label>
      <Select
        id={id}
        className="h-9 w-full"
        value={props.isData ? "data" : "trade"}
        onChange={(event) => props.onChange(event.target.value === "data")}
      >
        <option value="trade">{t("trade")}</option>
        <option value="data">{t("data")}</option>
      </Select>
    </div>
  );
}
