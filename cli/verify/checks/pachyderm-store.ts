import type { ComponentChecks } from "../check";
import { checkDeployment } from "../deployment";
import { fieldsOf } from "../models/protobuf";
import { endpointOf } from "../network/endpoint";
import { call } from "../network/grpc";
import { fail, pass, type Outcome } from "../outcome";
import { textOf, type Component, type Platform } from "../platform";
import { page } from "../web-page";

/** Pachyderm: its server, the version that it says by gRPC, and its console. */
export const checks: ComponentChecks = {
  type: "PachydermStore",
  of(component, platform) {
    const consoleUrl = textOf(component, "consoleUrl");
    const namespace = textOf(component, "namespace") ?? "";
    return [
      {
        component: component.name,
        name: "pachd",
        run: async (limit) => checkDeployment(platform.clusterOf(component), { name: "pachd", namespace }, limit),
      },
      { component: component.name, name: "gRPC", run: async ({ signal }) => version(component, platform, signal) },
      ...(consoleUrl === undefined
        ? []
        : [
            {
              component: component.name,
              name: "console",
              async run({ signal }: { signal: AbortSignal }) {
                const { status } = await page(platform, consoleUrl, signal);
                return status < 400 ? pass(`answers at ${consoleUrl}`) : fail(`HTTP ${status} from ${consoleUrl}`);
              },
            },
          ]),
    ];
  },
};

/** Nobody has to log in for the version (pachyderm 2.11, src/version/versionpb/version.proto). */
async function version(component: Component, platform: Platform, signal: AbortSignal): Promise<Outcome> {
  const address = textOf(component, "pachdAddress") ?? "";
  const end = endpointOf(address);
  const { via, tls } = platform.wayTo(end.host);
  const to = { ...end, via, ...(end.tls === undefined ? {} : { tls }) };
  const asked = { method: "versionpb_v2.API/GetVersion", message: Buffer.alloc(0) };
  const answer = fieldsOf(await call(to, asked, platform.context(signal)));
  const numbers = [1, 2, 3].map((field) => String(answer.get(field)?.at(-1) ?? 0));
  return pass(`Pachyderm ${numbers.join(".")} at ${address}`);
}
