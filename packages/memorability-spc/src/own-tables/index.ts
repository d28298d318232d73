export { ownFiles, type OwnFiles } from './own-files.js'
export { ownTables, type OwnMaterial, type OwnTablesContext } from './own-tables.js'
export { idColumns, type ColumnOptions } from './score-table.js'
