#include "native/task.h"

#include <exception>
#include <new>
#include <utility>

#include "native/job_error.h"

namespace likeness {

Task::Task(ThreadPool& pool, unsigned threads, std::function<Status(Runner&)> body)
    : pool_(pool), threads_(threads), body_(std::move(body)) {}

Task::~Task() {
  for (const auto& block : memory_) release(block);
}

bool Task::cancelled() const { return control->cancelled.load(std::memory_order_relaxed); }

void Task::cancel() { control->cancelled.store(true, std::memory_order_relaxed); }

void* Task::allocate(std::size_t bytes) {
  const auto block = acquire(bytes);
  if (!block.data) return nullptr;
  try {
    memory_.push_back(block);
  } catch (const std::bad_alloc&) {  // must not pass through kernels, which are compiled without exceptions
    release(block);
    return nullptr;
  }
  return block.data;
}

void Task::parallel(std::int64_t blocks, void (*body)(void*, std::int64_t), void* context, double until) {
  struct Tracked {
    void (*body)(void*, std::int64_t);
    void* context;
    Control* control;
    double from, step;
    std::atomic<std::int64_t> done{0};
  } tracked{body, context, control.get(), control->progress.load(), 0, {}};
  if (blocks <= 0) return;
  tracked.step = (until - tracked.from) / static_cast<double>(blocks);
  ThreadPool::Work work{blocks,
                        [](void* t, std::int64_t block) {
                          auto& tracked = *static_cast<Tracked*>(t);
                          tracked.body(tracked.context, block);
                          const auto done = tracked.done.fetch_add(1, std::memory_order_relaxed) + 1;
                          tracked.control->progress.store(tracked.from + tracked.step * static_cast<double>(done),
                                                          std::memory_order_relaxed);
                        },
                        &tracked, &control->cancelled};
  pool_.run(work, threads_);
  if (!cancelled()) control->progress.store(until);
}

void Task::execute() {
  try {
    status = cancelled() ? Status::cancelled : body_(*this);
    if (status == Status::ok && cancelled()) status = Status::cancelled;
  } catch (const std::bad_alloc&) {
    status = Status::out_of_memory;
  } catch (const JobError& error) {
    code = error.code;
    failure = error.what();
  } catch (const std::exception& error) {
    failure = error.what();
  }
}

}  // namespace likeness
