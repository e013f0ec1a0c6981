import { ToolFailed } from "../../cluster/access";
import type { ComponentChecks } from "../check";
import { Ended, fail, pass, type Outcome } from "../outcome";
import { textOf, type Component, type Platform } from "../platform";
import { page } from "../web-page";

/** Rancher: its two signs of life, which need no login. */
export const checks: ComponentChecks = {
  type: "RancherServer",
  of: (component, platform) =>
    [
      { name: "ping", path: "/ping", body: "pong" },
      { name: "health", path: "/healthz", body: "ok" },
    ].map(({ name, path, body }) => ({
      component: component.name,
      name,
      run: ({ signal }) => expected(component, platform, path, body, signal),
    })),
};

async function expected(
  component: Component,
  platform: Platform,
  path: string,
  text: string,
  signal: AbortSignal,
): Promise<Outcome> {
  const url = `${textOf(component, "url") ?? ""}${path}`;
  const { status, body } = await page(platform, url, signal, await authorities(component, platform, signal));
  if (status === 200 && body.trim() === text) return pass(`${url} says ${text}`);
  const namespace = textOf(component, "namespace") ?? "";
  return fail(
    status === 200 ? `${url} does not say ${text}` : `HTTP ${status} from ${url}`,
    `See: kubectl logs -n ${namespace} deployment/rancher`,
  );
}

/** Rancher publishes the certificate of a private authority in this setting; without a cluster to ask, there is none. */
async function authorities(component: Component, platform: Platform, signal: AbortSignal): Promise<string[]> {
  try {
    const access = await platform.clusterOf(component).access(signal);
    const setting = ["get", "settings.management.cattle.io", "cacerts", "-o", "json"];
    const { value } = JSON.parse(await access.kubectl(setting)) as { value?: unknown };
    return typeof value === "string" && value.includes("BEGIN CERTIFICATE") ? [value] : [];
  } catch (error) {
    if (error instanceof ToolFailed || error instanceof Ended) return [];
    throw error;
  }
}
