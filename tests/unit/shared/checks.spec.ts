import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import * as checks from "../../../components/shared/checks";
import { amount, quantity } from "../../../components/shared/quantity";
import { InvalidArgs } from "../../../components/shared/invalid-args";

/** Values that a check accepts and values that it refuses. */
const table: Record<string, { check: checks.Check; fine: string[]; wrong: string[] }> = {
  cidr: {
    check: checks.cidr,
    fine: ["0.0.0.0/0", "203.0.113.0/24", "10.0.0.1/32", "2001:db8::/32", "172.16.0.0/12"],
    wrong: [
      "",
      "10.0.0.0",
      "10.0.0.0/33",
      "10.0.0.0/-1",
      "10.0.0.0/08",
      "10.0.0.0/24/1",
      "300.0.0.0/8",
      "2001:db8::/129",
      "::ffff:0:0/96",
      "::ffff:203.0.113.0/120",
      "a/8",
      "/24",
    ],
  },
  quantity: {
    check: quantity,
    fine: ["500m", "2", "1.5", "2Gi", "1e3", "128Mi", ".5", "0"],
    wrong: ["", "2GB", "two", "1 Gi", "Gi", "1..5", "1gi"],
  },
  dns1123Label: {
    check: checks.dns1123Label,
    fine: ["a", "istio-system", "a1-2", "0a", "x".repeat(63)],
    wrong: ["", "Istio", "a.b", "-a", "a-", "a_b", "x".repeat(64)],
  },
  unquotedName: {
    check: checks.unquotedName,
    fine: ["models", "a1", "1a", "istio-system", "none", "2026-11-29", "0xyz"],
    wrong: ["123", "0", "1e3", "1e-3", "0x1f", "true", "no", "on", "y", "null", "0b1"],
  },
  dns1123Subdomain: {
    check: checks.dns1123Subdomain,
    fine: ["a", "a.b-c.d", "gp3", `${"x".repeat(63)}.y`],
    wrong: ["", "a..b", ".a", "a.", "A.b", "a b", `${"x".repeat(126)}.${"y".repeat(127)}`],
  },
  labelKey: {
    check: checks.labelKey,
    fine: ["team", "example.org/team", "a_b.C"],
    wrong: ["", "/team", "example.org/", "a/b/c", "Example.org/team", "-a", "x".repeat(64)],
  },
  labelValue: {
    check: checks.labelValue,
    fine: ["", "v1", "A_b.c-1"],
    wrong: ["-a", "a b", "a/b", "x".repeat(64)],
  },
  url: {
    check: checks.url("https", "oci"),
    fine: ["https://example.org", "oci://registry.example.org/charts"],
    wrong: ["", "example.org", "http://example.org", "ftp://example.org", "https://"],
  },
  version: {
    check: checks.version,
    fine: ["1.35", "1.30.3", "v1.21.1", "1.31.0-rc.0", "1.36.3+k3s1"],
    wrong: ["", "1", "latest", "1.x", "1.35.", "v", "1.2.3.4"],
  },
};

describe("checks", () => {
  for (const [name, { check, fine, wrong }] of Object.entries(table)) {
    for (const value of fine) it(`${name} accepts "${value}"`, () => assert.equal(check(value), undefined));
    for (const value of wrong) it(`${name} refuses "${value}"`, () => assert.notEqual(check(value), undefined));
  }

  it("says what a CIDR block with stray bits should have been", () => {
    assert.equal(checks.cidr("203.0.113.77/24"), "has bits set beyond its prefix; write 203.0.113.0/24");
  });

  it("takes every IPv4 block once its host bits are cleared", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.integer({ min: 0, max: 32 }), (address, length) => {
        const dotted = (n: number) => [24, 16, 8, 0].map((shift) => Math.floor(n / 2 ** shift) % 256).join(".");
        const network = address - (address % 2 ** (32 - length));
        const expected = address === network ? undefined : new RegExp(`write ${dotted(network)}/${String(length)}$`);
        const answer = checks.cidr(`${dotted(address)}/${String(length)}`);
        if (expected === undefined) assert.equal(answer, undefined);
        else assert.match(String(answer), expected);
      }),
    );
  });

  it("names the element of a list, and leaves outputs for later", () => {
    const values = ["10.0.0.0/8", "nowhere", pulumi.output("nowhere")];
    assert.deepEqual(checks.checkedEach("sourceRanges", values, checks.cidr), [
      {
        path: "sourceRanges[1]",
        reason: '"nowhere" is not a CIDR block; write an address and a prefix length, such as 203.0.113.0/24.',
      },
    ]);
  });

  for (const [value, least] of [
    [0, 1],
    [1.5, 1],
    ["3", 1],
  ] as [number, number][]) {
    it(`refuses the count ${JSON.stringify(value)}`, () => {
      assert.deepEqual(checks.checkedCount("replicas", value, least), [
        { path: "replicas", reason: `${JSON.stringify(value)} is not a whole number of at least 1.` },
      ]);
    });
  }

  it("compares quantities by what they amount to", () => {
    assert.deepEqual(["500m", "2", "1e3", "1Ki", "1.5Gi", "2k", "lots"].map(amount), [
      0.5,
      2,
      1000,
      1024,
      1610612736,
      2000,
      NaN,
    ]);
  });

  it("holds an output back until it passes, and refuses it by its path", async () => {
    const gate = (value: string) =>
      checks.validatedOutput('IngressLayer "i"', "sourceRanges[0]", pulumi.output(value), checks.cidr);
    const resolved = (output: pulumi.Output<string>) => new Promise((resolve) => output.apply(resolve));
    assert.equal(await resolved(gate("10.0.0.0/8")), "10.0.0.0/8");
    await assert.rejects(
      (gate("nowhere") as unknown as { promise(): Promise<string> }).promise(),
      (error: unknown) => error instanceof InvalidArgs && error.problems[0]?.path === "sourceRanges[0]",
    );
  });
});
