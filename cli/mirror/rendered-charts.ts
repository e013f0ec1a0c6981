import { parse, parseAllDocuments } from "yaml";
import { imagesOfChart } from "../../components/shared/chart-images";
import { podImages } from "../../components/shared/chart-images/pod-images";
import { withPrivateFile } from "../private-file";
import { isMap, type YamlMap } from "../project/config-type";
import { UserError } from "../user-error";
import { copyFailure } from "./failure";
import { filledValues, PLACEHOLDER } from "./filled-values";
import type { PlannedChart } from "./planned-charts";
import type { FoundImages } from "./planned-images";
import type { Tools } from "./tools";

/**
 * The images of a release: those in what its chart renders.
 * @param file the package of the chart, or its folder
 */
export async function imagesOfRelease(tools: Tools, planned: PlannedChart, file: string): Promise<FoundImages> {
  const objects = await renderedObjects(tools, planned, file);
  const images = planned.pin === undefined ? podImages(objects) : imagesOfChart(planned.pin, objects);
  const isUnknown = (image: string) => image.includes(PLACEHOLDER);
  return {
    images: images.filter((image) => !isUnknown(image)),
    unknown: images.filter(isUnknown).map((image) => `the image ${image} of the chart ${planned.chart}`),
  };
}

/**
 * The objects that a release would create, without definitions of custom resources: what `helm template` makes of its values. No secret is
 * among those, because a plan has none.
 * @param file the package of the chart, or its folder
 */
async function renderedObjects(tools: Tools, planned: PlannedChart, file: string): Promise<readonly YamlMap[]> {
  let replaced: readonly string[] = [];
  try {
    const defaults: unknown = parse((await tools.run("helm", ["show", "values", file])).toString("utf8"), QUIET);
    const filled = filledValues(planned.values, defaults);
    ({ replaced } = filled);
    // A file that only this user can read, because values may be meant for few eyes.
    const text = await withPrivateFile("values.json", JSON.stringify(filled.values), (valuesFile) =>
      tools.run("helm", [
        ...[
          "template",
          planned.release,
          file,
          "--namespace",
          planned.namespace,
          "--values",
          valuesFile,
          "--skip-tests",
        ],
        ...(planned.kubeVersion === undefined ? [] : ["--kube-version", planned.kubeVersion]),
        // Only where a placeholder may have another type than the chart's schema wants.
        ...(replaced.length > 0 ? ["--skip-schema-validation"] : []),
      ]),
    );
    return objectsIn(text.toString("utf8"));
  } catch (error) {
    if (error instanceof UserError) throw error;
    const values = replaced.length === 0 ? "" : ` Secret or not known before the update: ${replaced.join(", ")}.`;
    throw new UserError(
      `The images of the chart ${planned.chart} cannot be found, because it cannot be rendered: ${copyFailure(error).message}.${values}`,
    );
  }
}

const QUIET = { logLevel: "error", uniqueKeys: false } as const;

/** Definitions are most of the text of some charts, and have no images. */
function objectsIn(manifests: string): YamlMap[] {
  const wanted = manifests.split(/^---$/m).filter((text) => !/^kind: ["']?CustomResourceDefinition\b/m.test(text));
  return parseAllDocuments(wanted.join("\n---\n"), { ...QUIET, merge: true }).flatMap((document) => {
    const [problem] = document.errors;
    if (problem !== undefined) throw new Error(`it renders what is not YAML (${problem.code})`);
    const content: unknown = document.toJS();
    return isMap(content) ? [content] : [];
  });
}
