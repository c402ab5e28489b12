"use client";

import { useState } from "react";
import { X } from "@/components/icons/lucide";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/form/input";

/** Things saved under names: each is used or removed, and what is shown now is saved under a name. */
export function NamedList(props: {
  title: string;
  names: readonly string[];
  texts: {
    empty: string;
    name: string;
    save: string;
    apply: (name: string) => string;
    remove: (name: string) => string;
  };
  onApply: (name: string) => void;
  onRemove: (name: string) => void;
  onSave: (name: string) => void;
}) {
  const { title, names, texts, onApply, onRemove, onSave } = props;
  const [typed, setTyped] = useState("");
  const name = typed.trim();
  const save = () => {
    if (name === "") return;
    onSave(name);
    setTyped("");
  };
  return (
    <section aria-label={title} className="grid gap-1.5">
      <h3 className="text-text-3">{title}</h3>
      {names.length === 0 && <p className="text-text-2">{texts.empty}</p>}
      {names.map((one) => (
        <span key={one} className="flex gap-1">
          <Button
            variant="outline"
            className="min-w-0 flex-1 justify-start truncate"
            aria-label={texts.apply(one)}
            onClick={() => onApply(one)}
          >
            {one}
          </Button>
          <Button size="icon" aria-label={texts.remove(one)} onClick={() => onRemove(one)}>
            <X aria-hidden />
          </Button>
        </span>
      ))}
      <span className="flex gap-1">
        <Input
          aria-label={texts.name}
          placeholder={texts.name}
          maxLength={24}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={(event) => event.key === "Enter" && save()}
        />
        <Button variant="outline" disabled={name === ""} onClick={save}>
          {texts.save}
        </Button>
      </span>
    </section>
  );
}
