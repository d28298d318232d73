#pragma once

#include <string>

#include "native/arguments.h"
#include "resampling/rows.h"

namespace likeness {

/** The rows in args: `<name>` of `<name>Rows` x cols, float64 where `<name>Float64`. */
inline Rows borrow_rows(Napi::Object args, const std::string& name, std::int64_t cols) {
  Rows rows{nullptr, integer(args, (name + "Rows").c_str()), cols, integer(args, (name + "Float64").c_str()) != 0};
  rows.data = borrow(args, name.c_str(), rows.is_float64, rows.rows * cols);
  return rows;
}

}  // namespace likeness
