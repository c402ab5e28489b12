import { useTranslations } from "next-intl";
import { buttonVariants } from "@/components/ui/button";
import { Field } from "@/components/ui/form/field";
import { OWN_PROGRAMS, OWN_TRAILS } from "@/lib/core/challenge/build-own-plan";
import { OWN_RULE_FIELDS } from "@/lib/schemas/challenge/own-rules";

const TIMES: ReadonlySet<string> = new Set(["opensAt", "closesAt", "resetAt"]);

/** The form of a rulebook. It sends its fields, with those of `hidden`, in the URL, which is the link to share. */
export function OwnRulesForm(props: {
  values: Record<string, string | undefined>;
  hidden?: Record<string, string>;
}) {
  const { values, hidden = {} } = props;
  const t = useTranslations("rules.mine");
  return (
    <form method="get" className="flex flex-col gap-4">
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <Field label={t("field.name")} name="name" maxLength={40} defaultValue={values.name} />
      <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
        {OWN_RULE_FIELDS.map((name) => (
          <Field
            key={name}
            label={t(`field.${name}`)}
            name={name}
            type={TIMES.has(name) ? "time" : "text"}
            inputMode={name === "zone" || TIMES.has(name) ? undefined : "decimal"}
            defaultValue={values[name]}
          />
        ))}
      </div>
      <Choice
        name="trail"
        legend={t("field.trail")}
        options={OWN_TRAILS.map((trail) => [trail, t(`trail.${trail}`)])}
        chosen={values.trail ?? "none"}
      />
      <Choice
        name="programs"
        legend={t("field.programs")}
        options={OWN_PROGRAMS.map((answer) => [answer, t(`programs.${answer}`)])}
        chosen={values.programs ?? "yes"}
      />
      <button type="submit" className={`${buttonVariants({ variant: "solid", size: "md" })} self-start`}>
        {t("build")}
      </button>
    </form>
  );
}

type ChoiceProps = {
  name: string;
  legend: string;
  options: (readonly [value: string, label: string])[];
  chosen: string;
};

function Choice({ name, legend, options, chosen }: ChoiceProps) {
  return (
    <fieldset className="flex flex-wrap gap-4 text-sm">
      <legend className="mb-1 font-medium text-[13px]">{legend}</legend>
      {options.map(([value, label]) => (
        <label key={value} className="flex items-center gap-1.5">
          <input type="radio" name={name} value={value} defaultChecked={value === chosen} />
          {label}
        </label>
      ))}
    </fieldset>
  );
}
