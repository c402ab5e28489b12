import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { COMMON_PASSWORDS } from "@/lib/auth/common-passwords";
import { assertStrongPassword } from "@/lib/auth/password";

const PERSON = { email: "jane.q+x@example.com", name: "Jane Quimby" };

function isTaken(password: string, person = PERSON): boolean {
  try {
    assertStrongPassword(password, person);
    return true;
  } catch (error) {
    expect(error).toMatchObject({ code: "weak_password" });
    return false;
  }
}

/** Ten random characters. */
const random = (seed: string, length = 10) =>
  createHash("sha256").update(seed).digest("base64").replace(/[+/=]/g, "").slice(0, length);

describe("a password that is among the first to be tried (L4)", () => {
  it.each([
    "Liverpool2023",
    "Arsenal2024!",
    "michaeljordan23",
    "qwertzuiop",
    "1qazxsw23edc",
    "abcabcabc123",
    "LIVERPOOL2023",
    "L1verp00l2023",
    "!Liverpool2023!",
    "2023liverpool",
    "Chelsea2026!!",
    "manchester12",
    "michael.jordan",
    "j0rdanm1chael",
    "azertyuiop",
    "asdfghjkl;'",
    "zxcvbnm,./",
    "mnbvcxzlkjh",
    "1q2w3e4r5t6y",
    "q1w2e3r4t5y6",
    "1qaz2wsx3edc",
    "!QAZ2wsx#EDC",
    "!@#$%^&*()",
    "123qweasdzxc",
    "abcdefghijk",
    "zyxwvutsrq",
    "1357913579",
    "aaaaaaaaaaaa",
    "121212121212",
    "xyzxyzxyzxyz",
    "20232023abc",
    "drowssap1234",
    "p@55w0rd2026",
    "passwordpassword",
    "iloveyou2026",
    "Summer2026!",
    "December2026",
    "sunshine#1234",
    "basketball",
    "terminalzero1",
    "TerminalZero!",
    "bitcoin2026!",
    "ethereum1234",
    "jane.q+x@example.com",
    "janequimby12",
    "Quimby2026!!",
    "Jane Quimby!",
  ])("%s is rejected", (password) => {
    expect(isTaken(password)).toBe(false);
  });

  it("is any of the common ones of that length, of which there are over 3,000", () => {
    const long = COMMON_PASSWORDS.filter((one) => one.length >= 10);
    expect(long.length).toBeGreaterThan(3_000);
    expect(long.filter((one, at) => at % 5 === 0 && isTaken(one))).toEqual([]);
  });

  it.each([
    (one: string) => `${one}2024!`,
    (one: string) => `${one.slice(0, 1).toUpperCase()}${one.slice(1)}1234`,
    (one: string) => one.replaceAll("o", "0").replaceAll("e", "3").replaceAll("a", "@"),
    (one: string) => `${one}${one}`,
    (one: string) => [...one].reverse().join(""),
  ])("is one of the most common words, varied: %s", (vary) => {
    const varied = COMMON_PASSWORDS.slice(0, 500)
      .filter((one) => /^[a-z]+$/.test(one))
      .map(vary);
    expect(varied.filter((one) => one.length >= 10 && isTaken(one))).toEqual([]);
  });
});

describe("a password that takes long to guess", () => {
  it.each([
    "a horse on the moon",
    "two horses, one moon",
    "practise makes steady",
    "mind the whole desk",
    "correct horse battery staple",
    "kT7#pLq9vX2m",
    "Tr0ub4dor&3x9",
    "wind fällt über den See",
    "моя лошадь на луне",
    "雨の日は紅茶を飲みます",
  ])("%s is taken", (password) => {
    expect(isTaken(password)).toBe(true);
  });

  it("is nearly every random one of ten characters", () => {
    const rejected = Array.from({ length: 500 }, (_, seed) => random(`${seed}`)).filter(
      (one) => !isTaken(one),
    );
    expect(rejected.length).toBeLessThan(25);
  });

  it("stays one with anything after it", () => {
    const texts = fc.string({ maxLength: 100 });
    fc.assert(
      fc.property(texts, fc.nat(), (text, seed) => {
        const base = random(`${seed}`, 16);
        expect(isTaken(base) && !isTaken(`${base}${text}`)).toBe(false);
      }),
      { numRuns: 200 },
    );
  });
});
