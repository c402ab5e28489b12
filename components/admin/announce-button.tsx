"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ReasonButton } from "@/components/admin/reason-button";
import { Field } from "@/components/ui/form/field";
import { sendVerified } from "@/lib/client/api/access/send-verified";
import { ANNOUNCEMENT_AUDIENCES, ANNOUNCEMENT_LEVELS } from "@/lib/core/account-terms";

/** Publishes an announcement above every page, now or from a given time on. */
export function AnnounceButton({ onDone }: { onDone: () => void }) {
  const t = useTranslations("admin.content");
  const [text, setText] = useState("");
  const [level, setLevel] = useState<string>("info");
  const [audience, setAudience] = useState<string>("all");
  const [starts, setStarts] = useState("");
  const [ends, setEnds] = useState("");
  const toIso = (local: string) => new Date(`${local}Z`).toISOString();
  const act = async (reason: string) => {
    await sendVerified("POST", "/api/admin/announcements", {
      text,
      level,
      audience,
      startsAt: starts === "" ? new Date().toISOString() : toIso(starts),
      endsAt: ends === "" ? null : toIso(ends),
      reason,
    });
    setText("");
    onDone();
  };
  return (
    <ReasonButton
      label={t("announce")}
      title={t("announce")}
      consequence={t("announceConsequence")}
      act={act}
    >
      <Field
        label={t("text")}
        required
        maxLength={500}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <div className="grid grid-cols-2 gap-2 text-xs">
        <Choice
          label={t("level")}
          value={level}
          onChange={setLevel}
          options={ANNOUNCEMENT_LEVELS.map((one) => [one, t(`levels.${one}`)] as const)}
        />
        <Choice
          label={t("audience")}
          value={audience}
          onChange={setAudience}
          options={ANNOUNCEMENT_AUDIENCES.map((one) => [one, t(`audiences.${one}`)] as const)}
        />
        <Field
          label={t("fromEmpty")}
          type="datetime-local"
          value={starts}
          onChange={(event) => setStarts(event.target.value)}
        />
        <Field
          label={t("untilEmpty")}
          type="datetime-local"
          value={ends}
          onChange={(event) => setEnds(event.target.value)}
        />
      </div>
    </ReasonButton>
  );
}

function Choice(props: {
  label: string;
  value: string;
  options: readonly (readonly [value: string, text: string])[];
  onChange: (value: string) => void;
}) {
  return (
    <label className="flex flex-col gap-1">
      {props.label}
      <select
        className="h-7 rounded border border-line bg-bg px-2"
        value={props.value}
        onChange={(event) => props.onChange(event.target.value)}
      >
        {props.options.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}
