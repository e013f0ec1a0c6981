import * as grpc from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { ConstructRequest, GetSchemaRequest } from "@pulumi/pulumi/proto/provider_pb";
import { Struct, type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import { once } from "node:events";
import { join } from "node:path";
import { followsFromInputs } from "../../../recorder";
import type { PlanGraph } from "../../../recorder/graph";
import { Recorder } from "../../../recorder/recorder";
import { startMiniEngine } from "../../helpers/mini-engine";
import { Watchdog } from "../toolchain/watchdog";

/** The package's plugin, started as an engine starts it, with an engine in this process that records. */
export interface ServedPlugin {
  schema(): Promise<string>;
  /** Constructs a component and returns its URN. */
  construct(type: string, name: string, inputs: Record<string, JavaScriptValue>): Promise<string>;
  readonly graph: PlanGraph;
  stop(): Promise<void>;
}

/** Starts the plugin of a package, which stands in a folder. */
export async function servePlugin(folder: string): Promise<ServedPlugin> {
  const recorder = new Recorder({
    project: "proj",
    stack: "test",
    preview: false,
    projectDir: folder,
    outputs: (type, ...of) => {
      const known = followsFromInputs(type, ...of);
      return type === RANDOM ? { ...known, outputs: { result: "a random value" } } : known;
    },
    answers: () => undefined,
  });
  const engine = await startMiniEngine(recorder);
  const watchdog = new Watchdog();
  const child = watchdog.spawn(join(folder, "plugin/pulumi-resource-mlplatform"), [engine.address], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit").then(([code]) => {
    throw new Error(`the plugin ended with ${String(code)}`);
  });
  const said = child.stdout === null ? ended : once(child.stdout, "data");
  const [port] = (await Promise.race([said, ended])) as [Buffer];
  ended.catch(() => undefined); // it is stopped in the end
  const credentials = grpc.credentials.createInsecure();
  const client = new ResourceProviderClient(`127.0.0.1:${port.toString().trim()}`, credentials);

  return {
    get graph() {
      return recorder.graph;
    },
    schema: () =>
      new Promise((resolve, reject) => {
        client.getSchema(new GetSchemaRequest(), (error, answer) => {
          if (error === null) resolve(answer.getSchema());
          else reject(error);
        });
      }),
    construct: (type, name, inputs) =>
      new Promise((resolve, reject) => {
        const request = new ConstructRequest();
        request.setProject("proj");
        request.setStack("test");
        request.setMonitorendpoint(engine.address);
        request.setParallel(16);
        request.setType(type);
        request.setName(name);
        request.setInputs(Struct.fromJavaScript(inputs));
        request.setAcceptsOutputValues(true);
        request.getProvidersMap().set("kubernetes", `${PROVIDER}::its-id`);
        client.construct(request, (error, answer) => {
          if (error === null) resolve(answer.getUrn());
          else reject(new Error(error.details));
        });
      }),
    stop: async () => {
      client.close();
      await watchdog.dismiss();
      engine.stop();
    },
  };
}

const RANDOM = "random:index/randomPassword:RandomPassword";

/** The Kubernetes provider that components are given. */
const PROVIDER = "urn:pulumi:test::proj::pulumi:providers:kubernetes::mine";
