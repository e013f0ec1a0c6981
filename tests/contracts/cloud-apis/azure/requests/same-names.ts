/** Fields that have the names of their inputs, below a path that ends with a dot. */
export const sameNames = (path: string, ...inputs: string[]): Record<string, string> =>
  Object.fromEntries(inputs.map((input) => [input, `${path}${input}`]));
