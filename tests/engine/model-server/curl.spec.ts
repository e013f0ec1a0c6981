import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { ModelDeployment, ModelProtocol, ModelServer } from "../../../components";
import { deploy } from "../../helpers/deploy";
import { cluster, seldonFacts } from "../../unit/platform";
import { startMlServer, startRoute, startWrapper, type RunningServer } from "./servers";

/** What the component's output `curl` prints and gets, at a gateway on this port. */
async function curl(port: number, protocol: ModelProtocol, change = (command: string) => command): Promise<Answer> {
  const { outputs } = await deploy(() => {
    const seldon = { ...seldonFacts, url: `http://127.0.0.1:${port}` };
    const predictors = [{ name: "main", server: ModelServer.Sklearn, modelUri: "gs://models/iris" }];
    const model = new ModelDeployment(
      "iris",
      { seldon, namespace: "models", predictors, protocol },
      { provider: cluster().provider },
    );
    return { curl: model.curl };
  });
  const command = `${change(outputs.values["curl"] as string)} --silent --show-error --write-out '\n%{http_code}'`;
  const { stdout } = await promisify(execFile)("/bin/sh", ["-c", command]);
  const lines = stdout.split("\n");
  return { status: Number(lines.pop()), body: lines.join("\n") };
}

interface Answer {
  readonly status: number;
  readonly body: string;
}

const withBody = (body: string) => (command: string) => command.replace(/-d '.*'/, `-d '${body}'`);

describe("the curl that a model prints", () => {
  const running: RunningServer[] = [];
  const behindRoute = async (server: RunningServer): Promise<number> => {
    running.push(server);
    const route = await startRoute("/seldon/models/iris/", server.port);
    running.push(route);
    return route.port;
  };
  after(async () => {
    for (const process of running.reverse()) await process.stop();
  });

  describe("with protocol v2, at a real MLServer", () => {
    let port = 0;
    before(async () => {
      port = await behindRoute(await startMlServer("model"));
    });

    it("gets the kind of iris", async () => {
      const { status, body } = await curl(port, ModelProtocol.V2);
      assert.equal(status, 200, body);
      const { model_name, outputs } = JSON.parse(body) as { model_name: string; outputs: Record<string, unknown>[] };
      assert.equal(model_name, "model");
      assert.deepEqual(
        outputs.map(({ name, shape, datatype, data }) => ({ name, shape, datatype, data })),
        [{ name: "predict", shape: [1, 1], datatype: "INT64", data: [0] }],
      );
    });

    it("gets 500 in plain text for a wrong shape, so 500 does not tell a broken model", async () => {
      const three = '{"inputs":[{"name":"predict","shape":[1,3],"datatype":"FP32","data":[[5.1,3.5,1.4]]}]}';
      const { status, body } = await curl(port, ModelProtocol.V2, withBody(three));
      assert.equal(status, 500, body);
      assert.throws(() => void JSON.parse(body), body);
    });

    it("gets 422 for bad JSON", async () => {
      assert.equal((await curl(port, ModelProtocol.V2, withBody("{"))).status, 422);
    });

    it("gets 404 for another model", async () => {
      const other = (command: string) => command.replace("/models/model/", "/models/other/");
      assert.equal((await curl(port, ModelProtocol.V2, other)).status, 404);
    });
  });

  describe("with protocol seldon, at Seldon's own Python wrapper", () => {
    let port = 0;
    before(async () => {
      port = await behindRoute(await startWrapper());
    });

    it("gets the kind of iris", async () => {
      const { status, body } = await curl(port, ModelProtocol.Seldon);
      assert.equal(status, 200, body);
      assert.deepEqual((JSON.parse(body) as { data: { ndarray: unknown } }).data.ndarray, [[1, 0, 0]]);
    });

    it("gets 400 for bad JSON", async () => {
      const { status, body } = await curl(port, ModelProtocol.Seldon, withBody("{"));
      assert.equal(status, 400, body);
      assert.match(body, /MICROSERVICE_BAD_DATA/);
    });

    it("gets 500 for a wrong shape", async () => {
      const { status, body } = await curl(port, ModelProtocol.Seldon, withBody('{"data":{"ndarray":[[5.1,3.5]]}}'));
      assert.equal(status, 500, body);
    });

    // The wrapper of 1.19 answers 500 to that.
    it("gets 400 for another content type", async () => {
      const { status, body } = await curl(port, ModelProtocol.Seldon, (command) =>
        command.replace("application/json", "text/plain"),
      );
      assert.equal(status, 400, body);
      assert.match(body, /MICROSERVICE_BAD_DATA/);
    });

    it("gets 500 for an unknown path, so 500 does not tell a broken model", async () => {
      const { status, body } = await curl(port, ModelProtocol.Seldon, (command) =>
        command.replace("/predictions", "/nothing"),
      );
      assert.equal(status, 500, body);
      assert.match(body, /MICROSERVICE_INTERNAL_ERROR/);
    });
  });
});
