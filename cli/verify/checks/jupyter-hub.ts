import type { ComponentChecks } from "../check";
import { fail, pass } from "../outcome";
import { textOf } from "../platform";
import { page } from "../web-page";

/** JupyterHub: its API says which version it is, without a login. */
export const checks: ComponentChecks = {
  type: "JupyterHub",
  of: (component, platform) => [
    {
      component: component.name,
      name: "hub",
      async run({ signal }) {
        const url = `${textOf(component, "url") ?? ""}/hub/api`;
        const { status, body } = await page(platform, url, signal);
        const version = status === 200 ? versionIn(body) : undefined;
        if (version !== undefined) return pass(`JupyterHub ${version} at ${url}`);
        const namespace = textOf(component, "namespace") ?? "";
        return fail(
          status === 200 ? `what answers at ${url} is not JupyterHub` : `HTTP ${status} from ${url}`,
          `See: kubectl logs -n ${namespace} deployment/hub`,
        );
      },
    },
  ],
};

function versionIn(body: string): string | undefined {
  try {
    const { version } = JSON.parse(body) as { version?: unknown };
    return typeof version === "string" ? version : undefined;
  } catch {
    return undefined;
  }
}
