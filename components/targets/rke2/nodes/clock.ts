/** The clock of this machine. Tests stop it, so that two recordings of one program are the same. */
export const clock = { seconds: (): number => Math.floor(Date.now() / 1000) };
