import * as grpc from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { ResourceMonitorService } from "@pulumi/pulumi/proto/resource_grpc_pb";
import { Log } from "../../recorder/log";
import type { Recorder } from "../../recorder/recorder";

/** The engine's two services on a free port of this computer. */
export interface MiniEngine {
  readonly address: string;
  readonly log: Log;
  stop(): void;
}

type Method = (request: never, reply: never) => void;

const MONITOR_METHODS = [
  "call",
  "getDeploymentInfo",
  "invoke",
  "readResource",
  "registerErrorHook",
  "registerPackage",
  "registerResource",
  "registerResourceHook",
  "registerResourceOutputs",
  "signalAndWaitForShutdown",
  "supportsFeature",
] as const satisfies (keyof Recorder)[];

const ENGINE_METHODS = ["log", "requirePulumiVersion", "setRootResource"] as const satisfies (keyof Log)[];

/** Offers a recorder to an SDK in another process, in place of the Pulumi engine. */
export async function startMiniEngine(recorder: Recorder): Promise<MiniEngine> {
  const log = new Log();
  // The SDK's own limit (@pulumi/pulumi 3.248, runtime/settings.js `maxRPCMessageSize`).
  const server = new grpc.Server({ "grpc.max_receive_message_length": 400 * 1024 * 1024 });
  server.addService(ResourceMonitorService, served(recorder, MONITOR_METHODS));
  server.addService(EngineService, served(log, ENGINE_METHODS));
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) => {
      if (error) reject(error);
      else resolve(bound);
    });
  });
  return { address: `127.0.0.1:${port}`, log, stop: () => server.forceShutdown() };
}

/** gRPC passes a call that holds the request. A method that is missing here is answered with UNIMPLEMENTED. */
function served<Name extends string>(
  target: Readonly<Record<Name, Method>>,
  methods: readonly Name[],
): grpc.UntypedServiceImplementation {
  const handler =
    (method: Name): grpc.handleUnaryCall<unknown, unknown> =>
    (call, reply) => {
      target[method](call.request as never, reply as never);
    };
  return Object.fromEntries(methods.map((method) => [method, handler(method)]));
}
