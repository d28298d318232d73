#pragma once
// Whether this process may use the processor's tile unit (Intel AMX with bfloat16).

namespace likeness {

/**
 * Whether this binary holds the tile kernels, the processor runs them and the system saves their registers. Asked once
 * per process, when first called: Linux wants the permission requested, and grants it to all threads.
 */
bool tiles_available();

}  // namespace likeness
