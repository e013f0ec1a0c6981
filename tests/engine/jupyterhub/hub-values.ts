import type { JupyterHubArgs, JupyterHubLoginArgs } from "../../../components";
import type { Values } from "../../../components/shared/values";
import { valuesWith } from "../../unit/jupyter-hub/hub";
import { HOST, HUB_URL } from "./visitor";

/** The client that is registered at each identity provider, with the callback URL that our docs name. */
export const CLIENT = { id: "the-client", secret: "the-secret", redirectUri: `${HUB_URL}/hub/oauth_callback` };

/** The values of the chart that the component writes for a hub at `HUB_URL`, behind an ingress that ends TLS. */
export const hubValues = async (login: JupyterHubLoginArgs, more: Partial<JupyterHubArgs> = {}): Promise<Values> =>
  await valuesWith({ login, host: HOST, kubernetesIngress: { https: true }, ...more });

/** The passwords that the component has generated. */
export function passwordsOf(values: Values): { readonly user: string; readonly admin: string } {
  const { SharedPasswordAuthenticator: settings = {} } = (values["hub"] as Hub).config;
  return { user: String(settings["user_password"]), admin: String(settings["admin_password"]) };
}

/** Everything in the values that no user may see: both passwords and the three keys. */
export function secretsOf(values: Values): string[] {
  const { user, admin } = passwordsOf(values);
  const { cookieSecret, config } = values["hub"] as Hub;
  const keys = [
    cookieSecret,
    (values["proxy"] as Values)["secretToken"],
    ...(config["CryptKeeper"]?.["keys"] as string[]),
  ];
  const found = [user, admin, ...keys].map(String);
  if (found.some((secret) => !/^p?[0-9a-f]{23,}$/.test(secret))) throw new Error("the values have not all secrets");
  return found;
}

/** The values with other settings of a class below `hub.config`, for what only a test changes. */
export function withSettings(values: Values, section: string, settings: Values): Values {
  const hub = values["hub"] as Hub;
  const config = { ...hub.config, [section]: { ...hub.config[section], ...settings } };
  return { ...values, hub: { ...hub, config } };
}

interface Hub extends Values {
  readonly config: Readonly<Record<string, Values>>;
}

/** The values without some keys, as if the component did not write them. */
export function without(values: Values, paths: readonly string[]): Values {
  const copy = structuredClone(values);
  for (const path of paths) {
    const keys = path.split(".");
    const last = keys.pop() ?? "";
    const parent = keys.reduce<Values>((within, key) => within[key] as Values, copy);
    if (!(last in parent)) throw new Error(`the values have no ${path}`);
    Reflect.deleteProperty(parent, last);
  }
  return copy;
}
