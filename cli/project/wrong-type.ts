import { howToWrite, sampleOf, typeName, type ConfigType } from "./config-type";
import type { ConfigDeclaration } from "./project";
import type { ConfigValue } from "./stack-config";

/** What is wrong with a value, and how to write it where it came from: in a stack's file, or else on the command line. */
export function wrongType(
  { key, shownAs, secret }: ConfigDeclaration,
  type: ConfigType,
  value: ConfigValue,
  file: string | undefined,
): string {
  const isSecret = secret || value.secret;
  const given = isSecret ? "" : `, not ${shortened(JSON.stringify(value.content))}`;
  return `${shownAs} must be of type ${typeName(type)}${given}. ${advice()}`;

  function advice(): string {
    if (file === undefined) return howToWrite(shownAs, type);
    return isSecret
      ? `It is a secret of ${file}: set it anew with pulumi config set --secret.`
      : `In ${file}, write \`${key}: ${sampleOf(type)}\`.`;
  }
}

const shortened = (text: string): string => (text.length > 60 ? `${text.slice(0, 57)}...` : text);
