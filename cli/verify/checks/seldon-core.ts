import type { ComponentChecks } from "../check";
import { checkDeployment } from "../deployment";
import { textOf } from "../platform";

/** Seldon Core's operator, also one that exists without this stack. */
export const checks: ComponentChecks = {
  type: "SeldonCore",
  of: (component, platform) => [
    {
      component: component.name,
      name: "operator",
      run: async (limit) =>
        checkDeployment(
          platform.clusterOf(component),
          { name: "seldon-controller-manager", namespace: textOf(component, "namespace") ?? "" },
          limit,
        ),
    },
  ],
};
