#pragma once
// What stands in for a JavaScript environment: the addon's own threads, queue and tasks, without Node.

#include <condition_variable>
#include <mutex>
#include <utility>

#include "native/task.h"

namespace likeness::stress {

/** Pool and queue as in the addon's Environment: the queue ends first, while all that its jobs notify is still there.
 */
struct Environment {
  std::mutex mutex;
  std::condition_variable notified;
  int ended = 0;  // guarded by the mutex
  ThreadPool pool;
  JobQueue queue;
};

class Job final : public Task {
 public:
  Job(Environment& environment, unsigned threads, std::function<Status(Runner&)> body)
      : Task(environment.pool, threads, std::move(body)), environment_(environment) {}

  void notify() override {
    std::lock_guard lock(environment_.mutex);
    ++environment_.ended;
    environment_.notified.notify_all();
  }

 private:
  Environment& environment_;
};

}  // namespace likeness::stress
