import assert from "node:assert/strict";
import { Server, ServerCredentials, type sendUnaryData } from "@grpc/grpc-js";
import { ResourceMonitorService } from "@pulumi/pulumi/proto/resource_grpc_pb";
import { SupportsFeatureRequest, SupportsFeatureResponse } from "@pulumi/pulumi/proto/resource_pb";
import * as settings from "@pulumi/pulumi/runtime/settings";
import * as state from "@pulumi/pulumi/runtime/state";
import "./program-ended";

const { withLocalStorage } = state as unknown as { readonly withLocalStorage: <T>(run: () => T) => T };

/** Starts what answers an inline program in place of an engine, on a port or on any. */
async function startMonitor(port = 0): Promise<{ port: number; kill(): void }> {
  const server = new Server();
  const names = Object.keys(ResourceMonitorService);
  const answer = (_: unknown, callback: sendUnaryData<SupportsFeatureResponse>) => {
    callback(null, new SupportsFeatureResponse());
  };
  server.addService(ResourceMonitorService, Object.fromEntries(names.map((name) => [name, answer])));
  const bound = await new Promise<number>((resolve, reject) => {
    server.bindAsync(`127.0.0.1:${port}`, ServerCredentials.createInsecure(), (error, number) => {
      if (error) reject(error);
      else resolve(number);
    });
  });
  return {
    port: bound,
    kill: () => {
      server.forceShutdown();
    },
  };
}

/** Runs something as the inline program of the engine at this port: with connections of its own. */
const inProgram = <T>(port: number, run: () => T): T =>
  withLocalStorage(() => {
    settings.resetOptions("project", "stack", 1, "", `127.0.0.1:${port}`, false, "organization");
    return run();
  });

/** Asks the engine something, as every program does first; resolves to the error, if any. */
const ask = (): Promise<string | undefined> =>
  new Promise((resolve) => {
    settings.getMonitor()?.supportsFeature(new SupportsFeatureRequest(), (error) => {
      resolve(error?.message);
    });
  });

describe("an inline program's connection to its engine", () => {
  it("works if an earlier engine had the same port and its program still called it", async () => {
    const first = await startMonitor();
    const { port } = first;
    await inProgram(port, async () => {
      assert.equal(await ask(), undefined);
      first.kill();
      let failure = await ask();
      while (!failure?.includes("ECONNREFUSED")) failure = await ask();
    });

    const second = await startMonitor(port);
    assert.equal(await inProgram(port, ask), undefined);
    second.kill();
  });
});
