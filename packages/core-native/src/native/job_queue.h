#pragma once
// The threads that start an environment's jobs: not libuv's, which Node waits for, uncancelled, when a worker is
// terminated or the process exits.

#include <pthread.h>

#include <deque>
#include <thread>
#include <vector>

namespace likeness {

class QueuedJob {
 public:
  /** Does the work, on one of the queue's threads. */
  virtual void execute() = 0;
  /** Makes execute return soon; from any thread. */
  virtual void cancel() = 0;
  /** Reports the end; the job may be gone when this returns. */
  virtual void notify() = 0;

 protected:
  ~QueuedJob() = default;
};

class JobQueue {
 public:
  JobQueue() = default;
  ~JobQueue();
  JobQueue(const JobQueue&) = delete;
  JobQueue& operator=(const JobQueue&) = delete;

  /** Takes a job; false, and nothing taken, where there is neither a thread nor memory for it. */
  bool push(QueuedJob* job);

  /** Cancels every job, lets each notify, and joins the threads. Nothing may be pushed after it. */
  void end();

 private:
  void run();
  bool grow();

  pthread_mutex_t mutex_ = PTHREAD_MUTEX_INITIALIZER;
  pthread_cond_t pushed_ = PTHREAD_COND_INITIALIZER;
  std::deque<QueuedJob*> waiting_;
  std::vector<QueuedJob*> running_;
  std::vector<std::thread> threads_;
  std::size_t idle_ = 0;
  bool ending_ = false;
};

}  // namespace likeness
