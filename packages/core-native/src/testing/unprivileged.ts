/** Runs f without root's right to read everything: as nobody where the process is root, as it is otherwise. */
export async function unprivileged<R>(f: () => Promise<R>): Promise<R> {
  const { geteuid, seteuid } = process
  if (geteuid?.() !== 0 || !seteuid) return f()
  seteuid(65534)
  try {
    return await f()
  } finally {
    seteuid(0)
  }
}
