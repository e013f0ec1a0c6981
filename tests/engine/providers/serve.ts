import { Server, ServerCredentials, type handleUnaryCall, status } from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { handlers } from "./handlers";
import type { StandIn } from "./stand-in";

const MAX_MESSAGE_BYTES = 400 * 1024 * 1024;

/** A stand-in has no parent but the engine: when that dies without a word, so does the stand-in. */
function exitWithParent(): void {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) process.exit(1);
  }, 1000).unref();
}

/** Serves a stand-in to the engine whose address is the first argument, and prints the port, as every Pulumi plugin does. */
export async function serve(makeProvider: () => StandIn): Promise<void> {
  const unimplemented =
    (name: string): handleUnaryCall<unknown, unknown> =>
    (_call, callback) => {
      callback({ code: status.UNIMPLEMENTED, details: `${name} is not implemented` });
    };
  const provider = makeProvider();
  const implemented: Record<string, unknown> = handlers(provider);
  const server = new Server({
    "grpc.max_receive_message_length": MAX_MESSAGE_BYTES,
    "grpc.max_send_message_length": MAX_MESSAGE_BYTES,
  });
  const names = Object.keys(ResourceProviderService);
  server.addService(
    ResourceProviderService,
    Object.fromEntries(names.map((name) => [name, implemented[name] ?? unimplemented(name)])) as never,
  );
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) => {
      if (error) reject(error);
      else resolve(bound);
    });
  });
  // The engine ends its plugins with SIGINT when it is done with them, and waits for them.
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      server.tryShutdown(() => process.exit(0));
    });
  }
  exitWithParent();
  process.stdout.write(`${String(port)}\n`);
}
