import { setTimeout as sleep } from "node:timers/promises";
import { ChartBench } from "./chart-bench";
import type { Json } from "./seldon/model";

/** A bench for the stand-in of Seldon Core's operator. */
export class SeldonBench extends ChartBench {
  static override async start(): Promise<SeldonBench> {
    const bench = await super.start();
    if (!(bench instanceof SeldonBench)) throw new Error("another bench was started");
    return bench;
  }

  /** Installs the operator's stand-in as `seldon-core` in `seldon-system`, or changes its values. */
  installSeldon(values: Json, ...flags: string[]): Promise<string> {
    return this.installSeldonIn("seldon-system", values, ...flags);
  }

  /** The same in another namespace. */
  installSeldonIn(namespace: string, values: Json, ...flags: string[]): Promise<string> {
    const given = Object.entries(values).flatMap(([key, value]) => ["--set-json", `${key}=${JSON.stringify(value)}`]);
    const where = ["--namespace", namespace, "--create-namespace", "--timeout", "90s"];
    return this.helm(
      "upgrade",
      "--install",
      "seldon-core",
      this.chart("seldon-core-operator"),
      ...where,
      ...given,
      ...flags,
    );
  }

  /** Kinds and names of what there is of these kinds in a namespace, sorted. */
  async names(kinds: string, namespace: string): Promise<string[]> {
    const text = await this.cluster.kubectl("get", kinds, "-n", namespace, "-o", "name");
    return text
      .split("\n")
      .filter((line) => line !== "")
      .sort();
  }

  /** Asks until the answer is no longer undefined; the test's own time limit ends it. */
  async until<T>(answer: () => Promise<T | undefined>): Promise<T> {
    for (;;) {
      const given = await answer();
      if (given !== undefined) return given;
      await sleep(100);
    }
  }

  /** What is refused, in the API server's words; waits for the refusal, as the API server takes up a new policy late. */
  refusalOf(object: object): Promise<string> {
    return this.until(() =>
      this.apply(object, "--dry-run=server").then(
        () => undefined,
        (error: unknown) => (error as Error).message,
      ),
    );
  }
}
