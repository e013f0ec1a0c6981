import { resolve } from "node:path";
import { generateSdk, LANGUAGES } from "./sdk";

// `node --import tsx tests/engine/languages/sdk-main.ts python|go [folder]`: the package of schema.json for a language.

async function main(language = "", given?: string): Promise<void> {
  if (!isLanguage(language)) throw new Error(`there is an SDK for ${Object.keys(LANGUAGES).join(" and ")}`);
  const folder = resolve(given ?? resolve(__dirname, "../../../.toolchain/sdk", language));
  await generateSdk(language, folder);
  console.log(`${language}: ${USE[language](folder)}`);
}

const isLanguage = (name: string): name is keyof typeof LANGUAGES => name in LANGUAGES;

/** What to do with it. */
const USE: Readonly<Record<keyof typeof LANGUAGES, (folder: string) => string>> = {
  python: (folder) => `pip install ${folder}`,
  go: (folder) => `go mod edit -replace example.com/pulumi-mlplatform/sdk/go=${folder} && go mod tidy`,
};

main(...process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
