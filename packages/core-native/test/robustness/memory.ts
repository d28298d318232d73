/** Bytes of a process, or limits of their growth. */
export interface Memory {
  /** All that is resident. */
  readonly rss: number
  /** What is resident of malloc's heap: small native blocks, none of JavaScript's. */
  readonly malloc: number
  /** JavaScript's buffers. */
  readonly external: number
  /** JavaScript's heap. */
  readonly heapUsed: number
}

export const kindsOfMemory = ['rss', 'malloc', 'external', 'heapUsed'] as const

/**
 * Settings of glibc's malloc that make its heap follow what is in use: blocks from 16 KiB on are maps of their own, and one
 * arena serves all threads; else a leak of megabytes fits into what larger blocks left free.
 */
export const mallocSettings = {
  MALLOC_ARENA_MAX: '1',
  MALLOC_MMAP_THRESHOLD_: '16384',
  MALLOC_TRIM_THRESHOLD_: '65536',
  MALLOC_TOP_PAD_: '0',
}
