import { fileURLToPath } from 'node:url'

/** The folder that holds study-kit and its neighbours: packages/ in the repository, node_modules/@likeness/ outside it. */
export const neighbours = fileURLToPath(new URL('../../', import.meta.url))
