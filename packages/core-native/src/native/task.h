#pragma once
// A job without its JavaScript side: the body, what the body sees of the machine, and how it ended.

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "native/job_queue.h"
#include "native/memory.h"
#include "native/runner.h"
#include "native/thread_pool.h"

namespace likeness {

class Task : public Runner, public QueuedJob {
 public:
  /** Shared with the job's handle, which may outlive the job. */
  struct Control {
    std::atomic<bool> cancelled{false};
    std::atomic<double> progress{0};
  };

  Task(ThreadPool& pool, unsigned threads, std::function<Status(Runner&)> body);
  Task(const Task&) = delete;
  Task& operator=(const Task&) = delete;

  std::int64_t threads() const override { return threads_; }
  bool cancelled() const override;
  void* allocate(std::size_t bytes) override;
  void parallel(std::int64_t blocks, void (*body)(void*, std::int64_t), void* context, double until) override;
  void execute() override;
  void cancel() override;

  const std::shared_ptr<Control> control = std::make_shared<Control>();
  Status status = Status::ok;
  const char* code = "INTERNAL";  // of the failure
  std::string failure;            // not empty: what the body threw, beside std::bad_alloc

 protected:
  ~Task();

 private:
  ThreadPool& pool_;
  unsigned threads_;
  std::function<Status(Runner&)> body_;
  std::vector<Memory> memory_;
};

}  // namespace likeness
