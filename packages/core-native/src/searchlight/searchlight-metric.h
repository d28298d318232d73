#pragma once

namespace likeness {

/** `searchlight-metric.ts` sends the index. */
enum class SearchlightMetric : int { correlation = 0, euclidean, sqeuclidean, cosine, crossnobis };
inline constexpr int kSearchlightMetrics = 5;

}  // namespace likeness
