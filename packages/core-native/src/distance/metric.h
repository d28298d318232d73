#pragma once

namespace likeness {

/** SciPy's names and order; `metrics.ts` sends the index. */
enum class Metric : int { euclidean = 0, sqeuclidean, cosine, correlation, cityblock, chebyshev };
inline constexpr int kMetrics = 6;

}  // namespace likeness
