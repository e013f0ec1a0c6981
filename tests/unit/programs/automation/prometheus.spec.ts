import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Prometheus, PrometheusFailed } from "../../../../programs/automation/canary/prometheus";

describe("a Prometheus", () => {
  let server: Server;
  let url: string;
  let answer: (query: string) => string;
  const queries: string[] = [];
  before(async () => {
    server = createServer((request, response) => {
      let body = "";
      request.on("data", (part) => (body += String(part)));
      request.on("end", () => {
        assert.equal(`${String(request.method)} ${String(request.url)}`, "POST /prefix/api/v1/query");
        const query = new URLSearchParams(body).get("query") ?? "";
        queries.push(query);
        response.end(answer(query));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/prefix/`;
  });
  after(() => server.close());
  beforeEach(() => {
    queries.length = 0;
  });

  const vector = (...values: string[]) =>
    JSON.stringify({
      status: "success",
      data: { resultType: "vector", result: values.map((value) => ({ value: [1, value] })) },
    });
  const model = { name: "iris", windowSeconds: 300 };

  it("measures the orchestrator of a predictor in the window", async () => {
    answer = (query) => vector(query.startsWith("histogram") ? "0.25" : query.includes("5..") ? "3" : "200.5");
    assert.deepEqual(await new Prometheus(url).measure("canary", model), { requests: 200.5, errors: 3, p95: 0.25 });
    const labels = 'deployment_name="iris",predictor_name="canary",service=~".*predictions|.*infer"';
    assert.deepEqual(queries.sort(), [
      `histogram_quantile(0.95, sum by (le) (rate(seldon_api_executor_server_requests_seconds_bucket{${labels}}[300s])))`,
      `sum(increase(seldon_api_executor_server_requests_seconds_count{${labels},code=~"5.."}[300s]))`,
      `sum(increase(seldon_api_executor_server_requests_seconds_count{${labels}}[300s]))`,
    ]);
  });

  it("has measured nothing where there are no requests", async () => {
    answer = (query) => (query.startsWith("histogram") ? vector("NaN") : vector());
    assert.deepEqual(await new Prometheus(url).measure("canary", model), { requests: 0, errors: 0, p95: undefined });
  });

  it("is checked by a query whose result is known", async () => {
    answer = () => vector("1");
    await new Prometheus(url).check();
    assert.deepEqual(queries, ["vector(1)"]);
  });

  const wrong: readonly [what: string, answer: string, message: RegExp][] = [
    ["a page of HTML", "<html>", /^What answers at http:.*\/prefix\/ is no Prometheus: status 200\.$/],
    ["JSON of something else", '{"ok":true}', /is no Prometheus: no result of a query\.$/],
    [
      "results without values",
      '{"status":"success","data":{"result":[{}]}}',
      /is no Prometheus: no result of a query\.$/,
    ],
    ["an error", '{"status":"error","error":"bad"}', /refuses the query vector\(1\): bad$/],
    ["another number", vector("2"), /does not calculate as Prometheus does\.$/],
  ];
  for (const [what, text, message] of wrong) {
    it(`is not what answers ${what}`, async () => {
      answer = () => text;
      await assert.rejects(new Prometheus(url).check(), (error) => {
        assert.ok(error instanceof PrometheusFailed);
        assert.match(error.message, message);
        return true;
      });
    });
  }

  it("cannot be reached where nothing listens", async () => {
    await assert.rejects(
      new Prometheus("http://127.0.0.1:1").check(),
      /^PrometheusFailed: Prometheus cannot be reached at http:\/\/127\.0\.0\.1:1: .*\.$/,
    );
  });
});
