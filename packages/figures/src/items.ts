import { refusal } from './figure-error.js'

/** Ids of what a mark shows, as one attribute that a page links marks and pictures by. */
export const itemList = (items: readonly string[]): string => {
  for (const item of items)
    if (typeof item !== 'string' || !/^\S+$/.test(item)) throw refusal('ids without blanks', 'items', items)
  return items.join(' ')
}
