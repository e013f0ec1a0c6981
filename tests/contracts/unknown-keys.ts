import { below, isRecord } from "./value-path";

type Values = Record<string, unknown>;

/** What a chart takes besides the keys that its values.yaml holds as YAML. */
export interface Exceptions {
  /** Paths that the chart's templates read but values.yaml only shows in a comment, or not at all. */
  readonly extraKeys?: readonly string[];
  /** Maps below which the names are the user's, although values.yaml puts some there. */
  readonly freeForm?: readonly string[];
}

/** Istio wraps its defaults in this key and unwraps them in its templates; users write the inner keys. */
const WRAPPER = "_internal_defaults_do_not_set";

/** Maps whose keys are the user's own wherever they stand, so a default in them says nothing about the others. */
const FREE_BY_NATURE = /^(?:.*annotations|.*labels|.*selector|(?:extra)?env|affinity|.*securityContext)$/i;

/** Of a container's resources only these three keys exist (Kubernetes API, ResourceRequirements). */
const RESOURCE_KEYS: Values = { limits: {}, requests: {}, claims: [] };

/** Seldon Core's `executor.resources` holds `cpuLimit` and the like instead. */
const areContainerResources = (defaults: unknown): boolean =>
  !isRecord(defaults) || Object.keys(defaults).every((key) => Object.hasOwn(RESOURCE_KEYS, key));

/**
 * The paths in `values` that the chart knows nothing of, so that Helm would ignore them in silence.
 * Lists are not looked into: Helm replaces them whole, and their items are API objects that the API server checks.
 * An empty map or a null among the defaults accepts anything, for values.yaml does not say what belongs there.
 */
export function unknownKeys(values: Values, chartDefaults: Values, exceptions: Exceptions = {}): string[] {
  const extra = new Set(exceptions.extraKeys);
  const free = new Set(exceptions.freeForm);

  const walk = (given: Values, known: Values, parent: string): string[] =>
    Object.entries(given).flatMap(([key, value]) => {
      const path = below(parent, key);
      if (extra.has(path)) return [];
      if (!Object.hasOwn(known, key)) return [path];
      if (!isRecord(value) || free.has(path) || FREE_BY_NATURE.test(key)) return [];
      const inner = known[key];
      if (key === "resources" && areContainerResources(inner)) return walk(value, RESOURCE_KEYS, path);
      if (inner === null || (isRecord(inner) && Object.keys(inner).length === 0)) return [];
      // A map where the default is a scalar or a list: nothing below it is known.
      return walk(value, isRecord(inner) ? inner : {}, path);
    });

  const wrapped = chartDefaults[WRAPPER];
  return walk(values, isRecord(wrapped) ? wrapped : chartDefaults, "");
}
