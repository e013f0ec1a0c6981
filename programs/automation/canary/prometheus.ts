import type { Measured } from "./judge";

/** Prometheus cannot be asked, or answers something else. */
export class PrometheusFailed extends Error {
  override readonly name = "PrometheusFailed";
}

/** The model whose predictors are measured. */
export interface MeasuredModel {
  readonly name: string;
  /** Seconds of the time window that ends now. */
  readonly windowSeconds: number;
}

/** Milliseconds for an answer. */
const TIMEOUT = 10_000;

/** Asks a Prometheus that collects the metrics of Seldon Core's orchestrators. */
export class Prometheus {
  /** @param url such as `http://localhost:9090`, after `kubectl port-forward` */
  constructor(private readonly url: string) {}

  /** Rejects unless it is there and is a Prometheus. */
  async check(): Promise<void> {
    if ((await this.#value("vector(1)")) !== 1)
      throw new PrometheusFailed(`${this.url} does not calculate as Prometheus does.`);
  }

  /** What the orchestrator of a predictor has measured (executor 1.17, `seldon_api_executor_server_requests_seconds`). */
  async measure(predictor: string, { name, windowSeconds }: MeasuredModel): Promise<Measured> {
    const labels = `deployment_name="${name}",predictor_name="${predictor}",service=~".*predictions|.*infer"`;
    const metric = (suffix: string, more = "") =>
      `seldon_api_executor_server_requests_seconds_${suffix}{${labels}${more}}[${String(windowSeconds)}s]`;
    const [requests, errors, p95] = await Promise.all([
      this.#value(`sum(increase(${metric("count")}))`),
      this.#value(`sum(increase(${metric("count", ',code=~"5.."')}))`),
      this.#value(`histogram_quantile(0.95, sum by (le) (rate(${metric("bucket")})))`),
    ]);
    return { requests: requests ?? 0, errors: errors ?? 0, p95 };
  }

  /** The value of a query with one result; undefined if it has none, or is no number. */
  async #value(query: string): Promise<number | undefined> {
    const body = await this.#ask(query);
    const { status, data, error } = body as Partial<Answer>;
    if (status === "error") throw new PrometheusFailed(`${this.url} refuses the query ${query}: ${String(error)}`);
    if (status !== "success" || !Array.isArray(data?.result)) throw this.#nonsense();
    const [first] = data.result as Answer["data"]["result"];
    if (first === undefined) return undefined;
    const value = Number(first.value?.[1] ?? "nothing");
    if (first.value === undefined) throw this.#nonsense();
    return Number.isFinite(value) ? value : undefined;
  }

  async #ask(query: string): Promise<unknown> {
    let response: Response;
    try {
      const form = new URLSearchParams({ query });
      const signal = AbortSignal.timeout(TIMEOUT);
      response = await fetch(new URL("api/v1/query", `${this.url.replace(/\/*$/, "")}/`), {
        method: "POST",
        body: form,
        signal,
      });
    } catch (error) {
      const { cause = error } = error as Error;
      throw new PrometheusFailed(`Prometheus cannot be reached at ${this.url}: ${(cause as Error).message}.`);
    }
    try {
      return await response.json();
    } catch {
      throw this.#nonsense(`status ${String(response.status)}`);
    }
  }

  #nonsense(detail = "no result of a query"): PrometheusFailed {
    return new PrometheusFailed(`What answers at ${this.url} is no Prometheus: ${detail}.`);
  }
}

interface Answer {
  readonly status: string;
  readonly error?: string;
  readonly data: { readonly result: readonly { readonly value?: readonly [number, string] }[] };
}
