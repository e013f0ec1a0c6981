import assert from "node:assert/strict";
import { setImmediate, setTimeout as sleep } from "node:timers/promises";
import { ToolFailed } from "../../../../cli/cluster/access";
import type { Check } from "../../../../cli/verify/check";
import { Ended, pass, skipped, unreachable } from "../../../../cli/verify/outcome";
import { runChecks } from "../../../../cli/verify/run-checks";

const check = (name: string, run: Check["run"], seconds?: number): Check => ({ component: "ml", name, run, seconds });
const never = (): Promise<never> => new Promise(() => undefined);

describe("the checks of verify", () => {
  const resultsOf = async (checks: Check[], seconds = 10) =>
    (await runChecks(checks, { seconds })).map(({ check: name, result, detail }) => [name, result, detail]);

  it("run at the same time, and are reported in their order", async () => {
    let [running, most] = [0, 0];
    const counted = (name: string, ms: number) =>
      check(name, async () => {
        most = Math.max(most, ++running);
        await sleep(ms);
        running--;
        return pass("yes");
      });
    assert.deepEqual(await resultsOf([counted("a", 60), counted("b", 20)]), [
      ["a", "pass", "yes"],
      ["b", "pass", "yes"],
    ]);
    assert.equal(most, 2);
  });

  it("are findings, however they end", async () => {
    const failing = (name: string, error: Error) => check(name, () => Promise.reject(error));
    const kubectl = (text: string) => new ToolFailed(`kubectl failed: ${text}`);
    assert.deepEqual(
      await resultsOf([
        failing("ended", new Ended(skipped("it cannot be asked"))),
        failing("error", new Error("unexpected")),
        check("thrown", () => {
          throw new Error("at once");
        }),
        failing("forbidden", kubectl("E0101 memcache.go:265]\nError from server (Forbidden): nodes is forbidden")),
        failing(
          "refused",
          kubectl("The connection to the server 127.0.0.1:1 was refused - did you specify the right host or port?"),
        ),
        failing("lookup", kubectl("Unable to connect to the server: dial tcp: lookup no.invalid: no such host")),
        failing("slow", new ToolFailed("kubectl get did not end within 20 s")),
        failing(
          "certificate",
          kubectl("Unable to connect to the server: tls: failed to verify certificate: x509: unknown authority"),
        ),
      ]),
      [
        ["ended", "skipped", "it cannot be asked"],
        ["error", "fail", "unexpected"],
        ["thrown", "fail", "at once"],
        ["forbidden", "fail", "Error from server (Forbidden): nodes is forbidden"],
        [
          "refused",
          "unreachable",
          "The connection to the server 127.0.0.1:1 was refused - did you specify the right host or port?",
        ],
        ["lookup", "unreachable", "Unable to connect to the server: dial tcp: lookup no.invalid: no such host"],
        ["slow", "unreachable", "kubectl get did not end within 20 s"],
        [
          "certificate",
          "fail",
          "Unable to connect to the server: tls: failed to verify certificate: x509: unknown authority",
        ],
      ],
    );
  });

  it("end after their own time, or after that of all", async () => {
    assert.deepEqual(await resultsOf([check("own", waiting, 0.1), check("all", waiting)], 0.3), [
      ["own", "unreachable", "no result within 0.1 s"],
      ["all", "unreachable", "no result within 0.3 s, the time limit of all checks"],
    ]);
  });

  it("say at their end what they waited for, if they know more", async () => {
    const waitingFor = (name: string) =>
      check(name, async (limit) => {
        await waiting(limit).catch(() => setImmediate());
        throw new Ended(unreachable("a.example.org:443 did not answer in time"));
      });
    assert.deepEqual(await resultsOf([waitingFor("ping")], 0.1), [
      ["ping", "unreachable", "a.example.org:443 did not answer in time"],
    ]);
  });

  it("are awaited after their end, so that they can remove what they created", async () => {
    const done: string[] = [];
    const cleaning = check("volume", async ({ signal }) => {
      try {
        return await waiting({ signal });
      } finally {
        await sleep(100);
        done.push("removed");
      }
    });
    await runChecks([cleaning], { seconds: 0.1 });
    assert.deepEqual(done, ["removed"]);
  });

  it("tell what they find when they end, but nothing after an interrupt", async () => {
    const told: string[] = [];
    const stop = new AbortController();
    const onEnd = ({ check: name }: { check: string }) => {
      told.push(name);
      stop.abort(new Error("interrupted"));
    };
    const fast = check("fast", () => Promise.resolve(pass("yes")));
    await runChecks([check("slow", waiting), fast], { seconds: 10, interrupt: stop.signal, onEnd });
    assert.deepEqual(told, ["fast"]);
  });
});

/** Ends with its signal. */
const waiting = ({ signal }: { signal: AbortSignal }): Promise<never> =>
  Promise.race([
    never(),
    new Promise<never>((_, reject) => {
      signal.addEventListener("abort", () => {
        reject(signal.reason as Error);
      });
    }),
  ]);
