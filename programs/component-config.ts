import * as pulumi from "@pulumi/pulumi";

/** Inputs of a component in one config key, without those that are secret. */
export type Settings = Readonly<Record<string, unknown>>;

/** The config of a component: one key for its inputs as an object, and a key for each secret. */
export interface ConfigKey {
  /** The key of the inputs. */
  readonly key: string;
  /** The type of the inputs, and an example of the object, for errors. */
  readonly type: string;
  readonly example: string;
  /** Inputs that the program itself decides, and how, for errors. */
  readonly decided: Readonly<Record<string, string>>;
  /** By the path of a secret input, the config key for it. */
  readonly secrets: Readonly<Record<string, string>>;
  /** What a secret at the top belongs to, for errors. */
  readonly block: string;
}

/** The inputs of a component, with its secrets. The key is merged over the inputs of the program. Without any there is no component. */
export function inputsIn(
  config: pulumi.Config,
  key: ConfigKey,
  ofProgram: object = {},
): { readonly settings: Settings; readonly inputs: Settings; readonly given: readonly string[] } | undefined {
  const settings: Settings = { ...ofProgram, ...settingsIn(config, key) };
  const secrets = secretsIn(config, key, settings);
  if (Object.keys(settings).length === 0) return undefined;
  return { settings, inputs: secrets.reduce(withSecret, settings), given: secrets.map(({ path }) => path) };
}

/** The object in a key. `type` and `example` say in the error what to write. */
export function objectIn(config: pulumi.Config, { key, type, example }: Pick<ConfigKey, "key" | "type" | "example">) {
  const settings: unknown = config.requireObject(key);
  if (typeof settings !== "object" || settings === null || Array.isArray(settings)) {
    throw new pulumi.RunError(`${key}: is not an object; write the fields of ${type}, such as ${example}.`);
  }
  return isSecret(config, key) ? withSecretTexts(settings) : (settings as Settings);
}

/** Whether the key, or a part of it, is encrypted. The SDK's types leave the function out (@pulumi/pulumi 3.248, runtime/config.js). */
const isSecret = (config: pulumi.Config, key: string): boolean =>
  (pulumi.runtime as unknown as { isConfigSecret(key: string): boolean }).isConfigSecret(`${config.name}:${key}`);

/** Inputs whose texts are the user's own, so any of them may be a secret. */
const OWN_TEXTS = ["extraEnv", "env", "values"];

/**
 * The same inputs, with all own texts as secrets: of an object in the config, the SDK tells only that some part is encrypted
 * (`pulumi config set --secret --path 'jupyterHub.extraEnv.TOKEN'`). Other inputs are no secrets, or have a key of their own.
 */
function withSecretTexts(value: unknown, isOwn = false): Settings {
  const visit = (item: unknown, own: boolean): unknown => {
    if (Array.isArray(item)) return item.map((each: unknown) => visit(each, own));
    if (typeof item === "object" && item !== null) return withSecretTexts(item, own);
    return own ? pulumi.secret(item) : item;
  };
  const entries = Object.entries(value as Settings);
  return Object.fromEntries(entries.map(([key, item]) => [key, visit(item, isOwn || OWN_TEXTS.includes(key))]));
}

/** The inputs in the key; the program itself decides which cluster and ingress they are for. */
function settingsIn(config: pulumi.Config, of: ConfigKey): Settings {
  const { key, decided } = of;
  const settings = objectIn(config, of);
  for (const [input, how] of Object.entries(decided)) {
    if (input in settings) {
      throw new pulumi.RunError(`${key}.${input}: is decided by the program; leave it out (${how}).`);
    }
  }
  return settings;
}

/**
 * A secret of the config, and the input that it is for. It is read as text, so that what is wrong with it is found together with
 * everything else and named by its config key. The component makes a secret of it, and shows it in no error.
 */
interface Secret {
  readonly path: string;
  readonly value: string;
}

/** The secrets of the config. One in the key itself would be stored as plain text, and one without its block has no effect. */
function secretsIn(config: pulumi.Config, { key, secrets, block }: ConfigKey, settings: Settings): Secret[] {
  for (const [path, own] of Object.entries(secrets)) {
    if (at(settings, path.split(".")) !== undefined) {
      throw new pulumi.RunError(
        `${key}.${path}: would be stored as plain text; run pulumi config set --secret ${own}, and leave it out here.`,
      );
    }
  }
  return [...new Set(Object.values(secrets))].flatMap((own) => {
    const value = config.get(own) ?? "";
    if (value === "") return [];
    const paths = Object.entries(secrets).flatMap(([path, name]) => (name === own ? [path] : []));
    const found = paths.filter((path) => Object.keys(settings).length > 0 && hasBlock(settings, path));
    if (found.length > 0) return found.map((path) => ({ path, value }));
    const blocks = paths.map((path) => path.split(".").slice(0, -1).join(".") || block).join(" or ");
    throw new pulumi.RunError(`${own}: has no effect, because the key ${key} has no ${blocks}; leave it out.`);
  });
}

/** Whether the block that a secret belongs to is written; a secret at the top belongs to the component itself. */
const hasBlock = (settings: Settings, path: string): boolean =>
  at(settings, path.split(".").slice(0, -1)) !== undefined;

const at = (value: unknown, keys: readonly string[]): unknown =>
  keys.reduce<unknown>((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], value);

function withSecret(settings: Settings, { path, value }: Secret): Settings {
  const put = (within: object, [key = "", ...below]: readonly string[]): Settings => ({
    ...within,
    [key]: below.length === 0 ? value : put((within as Record<string, object>)[key] ?? {}, below),
  });
  return put(settings, path.split("."));
}
