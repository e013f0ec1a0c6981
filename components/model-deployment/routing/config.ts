import { parseAllDocuments } from "yaml";

/** The prefix of the first Mapping in a configuration of Emissary; nothing if there is none, or if it is not YAML. */
export function configPrefix(config: string): string | undefined {
  const documents = [...parseAllDocuments(config)];
  if (documents.some(({ errors }) => errors.length > 0)) return undefined;
  for (const document of documents) {
    const { kind, prefix } = (document.toJS() ?? {}) as { kind?: unknown; prefix?: unknown };
    if (kind === "Mapping" && typeof prefix === "string" && prefix.startsWith("/")) return prefix;
  }
  return undefined;
}
