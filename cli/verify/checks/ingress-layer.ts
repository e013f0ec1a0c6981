import { isIP } from "node:net";
import { isWildcard } from "../../../components/shared/host-name";
import type { Check, ComponentChecks } from "../check";
import { checkCertificate } from "../network/certificate";
import { endpointOf, isInCluster, place, type RequestContext } from "../network/endpoint";
import { failureOf } from "../network/failure";
import { ask } from "../network/http";
import { fail, pass, skipped, type Outcome } from "../outcome";
import { textOf, type Platform } from "../platform";

/** A gateway: whether its address answers, and for each host its record in DNS and its certificate. */
export const checks: ComponentChecks = {
  type: "IngressLayer",
  of(component, platform) {
    const hosts = component.outputs["hosts"] as readonly string[] | undefined;
    const host = textOf(component, "host") ?? "";
    const tls = component.outputs["tls"] === true;
    const check = (name: string, run: Check["run"]): Check => ({ component: component.name, name, run });
    if (isInCluster(host)) {
      return [check("address", () => Promise.resolve(skipped(`only pods reach it, as ${host}`)))];
    }
    const url = textOf(component, "url") ?? `http://${host}`;
    const authority = textOf(component, "caCertificate");
    const ca = authority === undefined ? [] : [authority];
    const { host: named, port } = endpointOf(url);
    const served = hosts === undefined || hosts.length === 0 ? [named] : hosts;
    // Without a name that it serves, the gateway ends the handshake of TLS.
    const asked = new URL(url);
    asked.hostname = sample(served[0] ?? named);
    return [
      check("address", ({ signal }) => checkAddress(asked.href, host, platform, signal)),
      ...(hosts ?? []).map((name) =>
        check(`DNS of ${name}`, ({ signal }) => checkRecord(name, host, platform.context(signal))),
      ),
      ...(tls
        ? served.map((name) =>
            check(`certificate of ${name}`, ({ signal }) =>
              checkCertificate({ host: sample(name), port, via: host, tls: { ca } }, platform.context(signal)),
            ),
          )
        : []),
    ];
  },
};

/** Any answer by HTTP shows that the gateway is there; which one it is depends on the routes. */
async function checkAddress(url: string, host: string, platform: Platform, signal: AbortSignal): Promise<Outcome> {
  // Certificates have a check of their own, and a gateway with a wrong one is there.
  const { host: name, port, tls } = endpointOf(url);
  if (tls !== undefined) {
    const to = { host: name, port, via: host };
    await checkCertificate(to, platform.context(signal));
    return pass(`${place({ host, port })} answers`);
  }
  const { status } = await ask(url, { via: host }, {}, platform.context(signal));
  return status === 503
    ? fail(`${place({ host, port })} answers 503`, "Do the pods of the gateway run, and does it have routes?")
    : pass(`${place({ host, port })} answers`);
}

/** Whether a host resolves to the gateway. Requests of this command reach it without a record, browsers do not. */
async function checkRecord(name: string, gateway: string, { network }: RequestContext): Promise<Outcome> {
  const host = sample(name);
  const wanted = await network.addressesOf(gateway).catch((error: unknown) => {
    throw failureOf(error, { host: gateway, port: 0 });
  });
  const found = await network.addressesOf(host).catch(() => []);
  if (found.some((address) => wanted.includes(address))) return pass(`${host} resolves to the gateway`);
  const record = `${name} ${isIP(gateway) === 0 ? "CNAME" : isIP(gateway) === 6 ? "AAAA" : "A"} ${gateway}`;
  const file = isWildcard(name) ? "" : `, or to /etc/hosts: ${wanted[0] ?? ""} ${name}`;
  const hint = `Add to DNS: ${record}${file}`;
  if (found.length === 0)
    return skipped(`${host} does not resolve; the checks connected by the gateway's address`, hint);
  return fail(`${host} resolves to ${found.join(", ")}, not to the gateway (${wanted.join(", ")})`, hint);
}

/** A name that a host with a wildcard stands for. */
const sample = (host: string): string => host.replace(/^\*/, "mlplatform-verify");
