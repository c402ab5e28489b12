"use client";

import { useState } from "react";
import { ReasonButton } from "@/components/admin/reason-button";
import { Field } from "@/components/ui/field";
import { sendVerified } from "@/lib/client/api/send-verified";
import { ANNOUNCEMENT_AUDIENCES, ANNOUNCEMENT_LEVELS } from "@/lib/core/account-terms";

/** Publishes an announcement above every page, now or from a given time on. */
export function AnnounceButton({ onDone }: { onDone: () => void }) {
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
      label="Announce"
      title="Announce"
      consequence="It stands above every page of its audience."
      act={act}
    >
      <Field
        label="Text"
        required
        maxLength={500}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <div className="grid grid-cols-2 gap-2 text-xs">
        <Choice label="Level" value={level} onChange={setLevel} options={ANNOUNCEMENT_LEVELS} />
        <Choice label="Audience" value={audience} onChange={setAudience} options={ANNOUNCEMENT_AUDIENCES} />
        <Field
          label="From (UTC), empty for now"
          type="datetime-local"
          value={starts}
          onChange={(event) => setStarts(event.target.value)}
        />
        <Field
          label="Until (UTC), empty for open"
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
  options: readonly string[];
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
        {props.options.map((option) => (
          <option key={option}>{option}</option>
        ))}
      </select>
    </label>
  );
}
