import { describe, expect, it } from "vitest";
import { createCompetitionSchema } from "@/lib/schemas/challenge/competitions";
import { newRulebookSchema } from "@/lib/schemas/challenge/own-rules";
import { displayNameSchema, publicNameOf } from "@/lib/schemas/display-name";

const parse = (name: string) => displayNameSchema.safeParse(name);

describe("a name that others see (L10)", () => {
  it.each([
    ["Ann", "Ann"],
    ["  Ann   of the  Moon ", "Ann of the Moon"],
    ["Ünal Çelik-O’Brien", "Ünal Çelik-O’Brien"],
    ["Ａｎｎ", "Ann"],
    ["𝐀𝐧𝐧 99", "Ann 99"],
    ["Анна", "Анна"],
    ["Ελένη", "Ελένη"],
    ["山田 Taro", "山田 Taro"],
    ["김민준 Kim", "김민준 Kim"],
    ["नमस्ते", "नमस्ते"],
    ["Tom & Co. #1", "Tom & Co. #1"],
  ])("%j is shown as %j", (given, shown) => {
    expect(parse(given)).toMatchObject({ success: true, data: shown });
  });

  it.each([
    ["one letter", "A"],
    ["41 letters", "n".repeat(41)],
    ["spaces alone", "     "],
    ["a direction mark", "Ann\u202etxt"],
    ["an isolate", "Ann\u2066x\u2069"],
    ["a zero-width space", "A\u200bnn"],
    ["a soft hyphen", "A\u00adnn"],
    ["a line break", "Ann\nBob"],
    ["a control character", "Ann\u0007"],
    ["a tag character", "Ann\u{e0041}"],
    ["a variation selector", "Ann\ufe0f"],
    ["Hangul fillers", "\u3164\u3164\u3164"],
    ["Braille blanks", "\u2800\u2800\u2800"],
    ["stacked marks", "A\u0316\u0317\u0318\u0319nn"],
    ["a mark without a letter", "\u0316Ann"],
    ["a Cyrillic letter among Latin ones", "Аda Steady"],
    ["a Greek letter among Latin ones", "Αda Steady"],
    ["a Cherokee letter among Latin ones", "Ꭺda"],
  ])("%s is rejected", (_, given) => {
    expect(parse(given).success).toBe(false);
  });

  it.each([
    [null, "Trader"],
    ["", "Trader"],
    ["Ann\u202e\u0000", "Ann"],
    ["Аda", "Trader"],
    ["n".repeat(60), "n".repeat(40)],
  ])("of what a provider says, %j is shown as %j", (given, shown) => {
    expect(publicNameOf(given)).toBe(shown);
  });
});

describe("the name of what other traders are shown", () => {
  const times = { startsAt: "2026-12-01T00:00:00Z", endsAt: "2026-12-02T00:00:00Z" };
  it.each([
    ["Grand Prix 2026, München!", true],
    ["Prix\u202e puC", false],
    ["Grand\u200bPrix", false],
    ["Grand\nPrix", false],
    ["Grand Prix\u0301\u0301\u0301", false],
  ])("%j of a competition or a rulebook: %s", (name, isTaken) => {
    expect(createCompetitionSchema.safeParse({ name, ...times }).success).toBe(isTaken);
    expect(newRulebookSchema.safeParse({ name }).success).toBe(isTaken);
  });
});
