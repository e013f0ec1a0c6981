/** Fields of the objects of a chart that are read here. All are optional, because any object may come. */
interface RenderedObject {
  readonly kind?: string;
  readonly metadata?: { readonly name?: string; readonly annotations?: Readonly<Record<string, string>> };
  readonly data?: Readonly<Record<string, string>>;
}

/** Finds images in the rendered objects of a chart. */
export type FindImages = (objects: readonly object[]) => string[];

/** The images of the pods that the objects describe, also of pods inside custom resources. Pods of `helm test` are left out. */
export const podImages: FindImages = (objects) => objects.filter((object) => !isTest(object)).flatMap(imagesIn);

/** The images of pods, and those that other objects name for pods which are created later. */
export const podsAnd =
  (later: FindImages): FindImages =>
  (objects) => [...podImages(objects), ...later(objects)];

/** What the containers of all pods have at `field`: a list of arguments, or of environment variables. */
export const ofContainers = <T>(objects: readonly object[], field: "args" | "command" | "env"): T[] =>
  objects.flatMap(containersIn).flatMap((container) => (container[field] ?? []) as T[]);

/** The data of a ConfigMap or Secret; nothing if it is not there. */
export const dataOf = (objects: readonly object[], kind: "ConfigMap" | "Secret", name: string) =>
  objects.find((object: RenderedObject) => object.kind === kind && object.metadata?.name === name) as
    Pick<RenderedObject, "data"> | undefined;

type Container = Readonly<Record<string, unknown>>;

const CONTAINERS = ["containers", "initContainers"];

/** Every container below a value, wherever a list of containers is. */
function containersIn(value: unknown): Container[] {
  if (Array.isArray(value)) return value.flatMap(containersIn);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, below]) => [
    ...(CONTAINERS.includes(key) && Array.isArray(below) ? (below as Container[]) : []),
    ...containersIn(below),
  ]);
}

const imagesIn = (object: object): string[] =>
  containersIn(object).flatMap(({ image }) => (typeof image === "string" && image !== "" ? [image] : []));

/** Helm creates such objects for `helm test` alone. */
const isTest = ({ metadata }: RenderedObject): boolean =>
  /^test(-success|-failure)?$/.test(metadata?.annotations?.["helm.sh/hook"] ?? "");
