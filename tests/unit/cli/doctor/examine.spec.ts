import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { examine, isAtLeast, type Finding } from "../../../../cli/doctor/examine";
import type { Evidence, Need, ToolProbe } from "../../../../components/targets/needs";
import { fakeMachine, isAlive, withEnvironment, type FakeMachine } from "./fake-tools";

const PROBE: ToolProbe = {
  program: "tool",
  args: ["version", "--short"],
  version: /^v(\d+\.\d+\.\d+)/m,
  minimum: "1.10",
};
const need = (more: Partial<Need>): Need => ({ name: "tool", why: "It does things.", get: "Install it.", ...more });

describe("examining a need", () => {
  let machine: FakeMachine | undefined;
  afterEach(() => machine?.remove());

  /** What is found about a tool that does this, or about none. */
  const toolThat = (script: string | undefined, probe: Partial<ToolProbe> = {}, seconds = 20): Promise<Finding> => {
    const made = (machine = fakeMachine(script === undefined ? {} : { tool: script }));
    return withEnvironment(made.environment, () => examine(need({ tool: { ...PROBE, ...probe } }), { seconds }));
  };
  const outcome = ({ isThere, version, problem }: Finding) => ({ isThere, version, problem });

  describe("that is a tool", () => {
    it("finds its version and where it is", async () => {
      const found = await toolThat('[ "$*" = "version --short" ] && echo "update available: v9"; echo v1.10.0');
      assert.deepEqual(
        { ...outcome(found), path: found.path },
        {
          ...{ isThere: true, version: "1.10.0", problem: undefined },
          path: path.join(machine?.bin ?? "", "tool"),
        },
      );
    });

    it("reads a version that is printed as an error, as old tools do", async () => {
      assert.equal((await toolThat("echo v2.0.0 >&2")).version, "2.0.0");
    });

    it("gives it the variables of the probe, and those of the user", async () => {
      const script = 'echo "v$MAJOR.0.0"; [ -n "$HOME" ]';
      assert.equal((await toolThat(script, { environment: { MAJOR: "7" } })).version, "7.0.0");
    });

    const failures: readonly [what: string, script: string | undefined, problem: string, version?: string][] = [
      ["is missing", undefined, "is missing: there is no tool on the PATH"],
      ["is too old", "echo v1.9.9", "1.9.9 is too old: at least 1.10 is needed", "1.9.9"],
      ["prints nonsense", "echo token=hunter2", "has no version that can be read: look at tool version --short"],
      ["prints nothing", "", "has no version that can be read: look at tool version --short"],
      [
        "prints without an end",
        "yes nonsense | head -c 3000000",
        "has no version that can be read: look at tool version --short",
      ],
      ["fails", "echo v1.10.0; exit 3", "cannot be used: tool version --short failed (exit code 3)"],
      ["is killed", "kill -9 $$", "cannot be used: tool version --short failed (killed)"],
    ];
    for (const [what, script, problem, version] of failures) {
      it(`says that it ${what}, and nothing of what it prints`, async () => {
        assert.deepEqual(outcome(await toolThat(script)), { isThere: false, version, problem });
      });
    }

    it("says that it hangs, and ends it with what it started", async () => {
      const found = await toolThat('sleep 300 & echo $! > "$HOME/pid"; wait', {}, 1);
      assert.equal(found.problem, "does not answer: tool version --short did not end within 1 s");
      const pid = readFileSync(path.join(machine?.home ?? "", "pid"), "utf8").trim();
      while (isAlive(pid)) await sleep(20);
    });

    it("says that it hangs if something that it left holds its output", async () => {
      const found = await toolThat("echo v1.10.0; sleep 300 &", {}, 1);
      assert.equal(found.problem, "does not answer: tool version --short did not end within 1 s");
    });

    it("says that it cannot be run", async () => {
      const made = (machine = fakeMachine({}));
      writeFileSync(path.join(made.bin, "tool"), "#!/no/such/interpreter\n", { mode: 0o755 });
      const found = await withEnvironment(made.environment, () => examine(need({ tool: PROBE }), { seconds: 20 }));
      assert.equal(found.problem, "cannot be run: tool version --short (ENOENT)");
    });

    it("does not run a tool without arguments: being on the PATH is enough", async () => {
      const found = await toolThat('touch "$HOME/ran"', { args: undefined });
      assert.deepEqual(outcome(found), { isThere: true, version: undefined, problem: undefined });
      assert.ok(!existsSync(path.join(machine?.home ?? "", "ran")));
    });

    it("takes no folder and no file that cannot be run for it", async () => {
      const made = (machine = fakeMachine({}));
      mkdirSync(path.join(made.bin, "tool"));
      const other = path.join(made.home, "tool");
      writeFileSync(other, "", { mode: 0o644 });
      const environment = { ...made.environment, PATH: `${made.bin}::${made.home}` };
      const found = await withEnvironment(environment, () => examine(need({ tool: PROBE }), { seconds: 20 }));
      assert.equal(found.problem, "is missing: there is no tool on the PATH");
    });
  });

  describe("that is a login", () => {
    const FILES = {
      ".cloud/config": "[default]\nregion = x\n[ profile work ]\nkey = hunter2\n",
      ".cloud/empty": "",
      "elsewhere/config": "[other]\n",
    };
    const TOOLS = {
      list: "echo alice",
      none: "echo 'no accounts' >&2",
      fails: "echo alice; exit 1",
      hangs: "sleep 300",
    };

    const cases: readonly [
      what: string,
      evidence: readonly Evidence[],
      isThere: boolean,
      variables?: Record<string, string>,
    ][] = [
      ["all variables are set", [{ variables: ["KEY", "SECRET"] }], true, { KEY: "a", SECRET: "hunter2" }],
      ["one variable is empty", [{ variables: ["KEY", "SECRET"] }], false, { KEY: "a", SECRET: "" }],
      ["a file is there", [{ file: "~/.cloud/empty" }], true],
      ["a file is not there", [{ file: "~/.cloud/none" }], false],
      ["a folder has its name", [{ file: "~/.cloud" }], false],
      ["a variable without a value names the file", [{ file: "${NOWHERE:-}" }], false],
      ["a file has the text", [{ file: "~/.cloud/config", matching: /^region = /m }], true],
      ["a file does not have the text", [{ file: "~/.cloud/config", matching: /^zone = /m }], false],
      ["a file has the section", [{ file: "~/.cloud/config", section: "${PROFILE:-default}" }], true],
      [
        "a file has the section of the variable",
        [{ file: "~/.cloud/config", section: "${PROFILE:-default}" }],
        true,
        { PROFILE: "work" },
      ],
      [
        "a file does not have the section",
        [{ file: "~/.cloud/config", section: "${PROFILE:-default}" }],
        false,
        { PROFILE: "wor" },
      ],
      [
        "another file is named",
        [{ file: "${CONFIG:-~/.cloud/config}", section: "other" }],
        true,
        { CONFIG: "~/elsewhere/config" },
      ],
      ["a program lists it", [{ program: "list", args: [], matching: /\S/ }], true],
      ["a program prints only an error", [{ program: "none", args: [], matching: /\S/ }], false],
      ["a program ends with an error", [{ program: "fails", args: [], matching: /\S/ }], false],
      ["a program is not there", [{ program: "nothing", args: [] }], false],
      ["only the last is there", [{ variables: ["KEY"] }, { file: "~/none" }, { program: "list", args: [] }], true],
    ];
    for (const [what, anyOf, isThere, variables = {}] of cases) {
      it(`${isThere ? "finds it" : "misses it"} if ${what}`, async () => {
        const made = (machine = fakeMachine(TOOLS, FILES));
        const found = await withEnvironment({ ...made.environment, ...variables }, () =>
          examine(need({ anyOf }), { seconds: 20 }),
        );
        assert.deepEqual(outcome(found), { isThere, version: undefined, problem: isThere ? undefined : "is missing" });
      });
    }

    it("says that a program hangs, after it has looked everywhere", async () => {
      const made = (machine = fakeMachine(TOOLS, FILES));
      const look = (...more: readonly Evidence[]) =>
        withEnvironment(made.environment, () =>
          examine(need({ anyOf: [{ program: "hangs", args: ["now"] }, ...more] }), { seconds: 1 }),
        );
      assert.equal((await look()).problem, "does not answer: hangs now did not end within 1 s");
      assert.equal((await look({ file: "~/.cloud/empty" })).isThere, true);
    });
  });

  it("compares versions number by number", () => {
    const cases: readonly [version: string, minimum: string, isEnough: boolean][] = [
      ["3.246.0", "3.246", true],
      ["3.1000.0", "3.246", true],
      ["3.9.0", "3.246", false],
      ["4.0.0", "3.246", true],
      ["2", "2.0", true],
      ["20.10.4", "20.10.5", false],
    ];
    for (const [version, minimum, isEnough] of cases) assert.equal(isAtLeast(version, minimum), isEnough, version);
  });
});
