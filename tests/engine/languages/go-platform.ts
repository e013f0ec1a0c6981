import { readdirSync, readFileSync } from "node:fs";
import { cp, mkdir, rename, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { toolchainCache } from "../toolchain/cache";
import { buildFlags, go, versionOf } from "../toolchain/go-module";
import { locked } from "../toolchain/lock";
import type { Recipe } from "../toolchain/recipe";
import { recipes } from "../toolchain/tools";
import { generateSdk } from "./sdk";

const folder = join(__dirname, "go");
const page = resolve(__dirname, "../../../docs/languages.md");
const schema = resolve(__dirname, "../../../schema.json");

/**
 * The program of the folder `go`, built with the Go SDK of the schema as it is, and with it that of docs/languages.md. They are made on
 * first use, in one minute; after a change of the schema, Go compiles only the SDK again, in some 20 seconds.
 */
export async function goPlatform(): Promise<string> {
  const [cache, recipe] = [toolchainCache(), goPlatformRecipe()];
  const waiting = () => void process.stderr.write(`${recipe.name}: another process is building; waiting for it\n`);
  await locked(`${cache.root} ${recipe.name}`, waiting, async () => {
    if (!(await cache.has(recipe))) await cache.add(recipe);
  });
  return join(cache.folder(recipe), "bin/platform");
}

/** The code of docs/languages.md in one language, block by block. */
export const fencesOf = (language: string): string[] =>
  [...readFileSync(page, "utf8").matchAll(new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, "gs"))].map(
    ([, code]) => code ?? "",
  );

function goPlatformRecipe(): Recipe {
  const [example = ""] = fencesOf("go");
  const sources = readdirSync(folder).map((name) => readFileSync(join(folder, name), "utf8"));
  const flags = buildFlags();
  return {
    name: "go-platform",
    version: versionOf("github.com/pulumi/pulumi/sdk/v3", sources.join("\n")),
    files: ["bin/platform", "bin/example"],
    key: () =>
      [...sources, example, ...flags, recipes.sdkgen.key(), withoutDescriptions(readFileSync(schema, "utf8"))].join(
        "\n",
      ),
    async make(target) {
      const source = join(target, "source");
      await cp(folder, source, { recursive: true });
      await generateSdk("go", join(source, "sdk"));
      await mkdir(join(source, "example"));
      await writeFile(join(source, "example/main.go"), example);
      await go(["build", ...flags, "-o", `${join(target, "built")}/`, ".", "./example"], source);
      await rename(join(target, "built/go"), join(target, "platform"));
      await rename(join(target, "built/example"), join(target, "example"));
    },
  };
}

/** They become comments in the SDK, and no other program. */
const withoutDescriptions = (text: string): string =>
  JSON.stringify(JSON.parse(text), (key, value: unknown) =>
    key === "description" && typeof value === "string" ? undefined : value,
  );
