import { stringify } from "yaml";
import { chosen, type Choice } from "../../../../cli/init/choice";
import { offers } from "../../../../cli/init/offers";
import { projectFiles, pulumiYaml } from "../../../../cli/init/project-files";
import { starterOf } from "../../../../components/targets/starter";

/** The project of `mlplatform init --yes`, with the names that `pulumi new` replaces. */
const { target, addOns } = offers().defaults;
const CHOICE: Choice = { name: "${PROJECT}", description: "${DESCRIPTION}", target, addOns, values: {} };

/** The files of template/, made by what writes new projects, so that the two cannot differ. */
export function templateFiles(): Record<string, string> {
  const project = chosen(CHOICE);
  const template = {
    displayName: "Machine-learning platform",
    description: `A machine-learning platform on Kubernetes: ${starterOf(target).title}`,
    // What the wizard of `mlplatform init` would ask; the other keys have defaults.
    config: Object.fromEntries(
      project.settings
        .filter(({ asked, placeholder }) => asked === true || placeholder !== undefined)
        .map(({ key, description, preset }) => [key, { description, default: preset }]),
    ),
  };
  return {
    ...projectFiles(CHOICE),
    "Pulumi.yaml": stringify({ ...pulumiYaml(project), template }, { lineWidth: 0 }),
  };
}
