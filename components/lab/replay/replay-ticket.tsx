import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import {
  buildReplayOrder,
  fieldsOfKind,
  type ReplayTicketDraft,
  type ReplayTicketField,
} from "@/components/lab/replay/build-replay-order";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/form/checkbox";
import { InlineField } from "@/components/ui/form/inline-field";
import { Select } from "@/components/ui/form/select";
import type { OrderRequest } from "@/lib/core/engine/commands";
import { ORDER_KINDS, type OrderKind, type Side } from "@/lib/core/engine/orders/order";
import type { Replay } from "@/lib/lab/replay/replay";

const EMPTY: ReplayTicketDraft = {
  kind: "market",
  qty: "",
  price: "",
  trigger: "",
  trail: "",
  stopLoss: "",
  takeProfit: "",
  isReduceOnly: false,
};

/** The order ticket of a replay: what is submitted meets the next minute. */
export function ReplayTicket(props: {
  replay: Replay;
  isOpen: boolean;
  onSubmit: (order: OrderRequest) => void;
}) {
  const t = useTranslations("lab.replay.ticket");
  const id = useId();
  const [draft, setDraft] = useState(EMPTY);
  const [wrong, setWrong] = useState<ReplayTicketField | null>(null);
  const change = (part: Partial<ReplayTicketDraft>) => {
    setWrong(null);
    setDraft({ ...draft, ...part });
  };
  const submit = (side: Side) => {
    const { instrument, commands } = props.replay;
    const built = buildReplayOrder(draft, {
      orderId: `r${commands.length + 1}-${props.replay.revealed}`,
      symbol: instrument.symbol,
      side,
    });
    if ("wrong" in built) setWrong(built.wrong);
    else props.onSubmit(built.order);
  };
  const shown: ReplayTicketField[] = [
    "qty",
    ...fieldsOfKind(draft.kind),
    ...(draft.isReduceOnly ? [] : (["stopLoss", "takeProfit"] as const)),
  ];
  return (
    <div className="flex flex-col gap-2 text-xs">
      <label htmlFor={`${id}-kind`} className="sr-only">
        {t("kind")}
      </label>
      <Select
        id={`${id}-kind`}
        className="h-8 w-full"
        value={draft.kind}
        onChange={(event) => change({ kind: event.target.value as OrderKind })}
      >
        {ORDER_KINDS.map((kind) => (
          <option key={kind} value={kind}>
            {t(`kindName.${kind}`)}
          </option>
        ))}
      </Select>
      {shown.map((name) => (
        <InlineField
          key={name}
          id={`${id}-${name}`}
          label={t(`field.${name}`)}
          value={draft[name]}
          problem={wrong === name ? t("wrong") : null}
          onChange={(event) => change({ [name]: event.target.value })}
        />
      ))}
      <Checkbox isOn={draft.isReduceOnly} onChange={(isReduceOnly) => change({ isReduceOnly })}>
        {t("reduceOnly")}
      </Checkbox>
      <div className="grid grid-cols-2 gap-2">
        <Button
          variant="outline"
          size="md"
          className="text-up"
          disabled={!props.isOpen}
          onClick={() => submit("buy")}
        >
          {t("buy")}
        </Button>
        <Button
          variant="outline"
          size="md"
          className="text-down"
          disabled={!props.isOpen}
          onClick={() => submit("sell")}
        >
          {t("sell")}
        </Button>
      </div>
      <p className="text-text-3">{t("note")}</p>
    </div>
  );
}
