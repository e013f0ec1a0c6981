import type { ClusterAccess } from "../cluster/access";
import { Ended, outcomeOf, skipped, type Outcome } from "./outcome";

/** A cluster of the stack. The first question finds out whether it answers, and nothing else is asked if it does not. */
export class LiveCluster {
  #answer?: Promise<string>;

  constructor(
    /** Its name in results: that of the MlCluster, else of its Kubernetes provider. */
    readonly name: string,
    /** URL of its API server, without credentials. */
    readonly server: string,
    private readonly unlimited: ClusterAccess,
  ) {}

  /** Asks the API server; returns its version. Rejects with what kubectl says. */
  version(signal: AbortSignal): Promise<string> {
    this.#answer ??= this.#ask(signal);
    return this.#answer;
  }

  async #ask(signal: AbortSignal): Promise<string> {
    const access = this.unlimited.limited({ seconds: ANSWER_SECONDS, signal });
    const { gitVersion } = JSON.parse(await access.kubectl(["get", "--raw", "/version"])) as { gitVersion: string };
    return gitVersion;
  }

  /** Access for a check. Rejects with a skipped result if the cluster does not answer. */
  async access(signal: AbortSignal, seconds = 20): Promise<ClusterAccess> {
    try {
      await this.version(signal);
    } catch {
      throw new Ended(skipped(`the API server of ${this.name} gives no answer`));
    }
    return this.limited({ signal, seconds });
  }

  /** Access without a first question, for what must be removed after a signal. */
  limited(limits: { readonly signal?: AbortSignal; readonly seconds: number }): ClusterAccess {
    return this.unlimited.limited(limits);
  }
}

/** Seconds within which an API server answers its first question; a login plugin may run before it. */
const ANSWER_SECONDS = 20;

/** What kubectl says about a cluster that gives no answer. */
export function noAnswer(error: unknown, server: string): Outcome {
  const { result, detail } = outcomeOf(error);
  const isLogin = /logged in|Unauthorized|credentials|executable .* not found|getting credentials/i.test(detail);
  const hint = isLogin
    ? "Log in to the cloud or cluster again; the kubeconfig is the one that the stack has."
    : result === "unreachable"
      ? `Is the cluster running, and does this computer reach ${server}?`
      : undefined;
  return { result, detail, hint };
}
