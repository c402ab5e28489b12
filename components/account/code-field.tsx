import { Field } from "@/components/ui/field";

/** The code of the second factor. */
export function CodeField() {
  return (
    <Field
      label="Code"
      name="code"
      autoComplete="one-time-code"
      autoFocus
      required
      hint="From your authenticator, or one of your recovery codes."
    />
  );
}
