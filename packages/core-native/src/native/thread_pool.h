#pragma once
// Threads that help a job with its blocks. The thread that asks always works too, so a busy pool never blocks a job.

#include <pthread.h>

#include <atomic>
#include <cstdint>
#include <deque>
#include <thread>
#include <vector>

namespace likeness {

class ThreadPool {
 public:
  ThreadPool();
  ~ThreadPool();
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  struct Work {
    std::int64_t blocks;
    void (*body)(void*, std::int64_t);
    void* context;
    const std::atomic<bool>* cancelled;
    std::atomic<std::int64_t> next{0};
    int helpers = 0;  // guarded by the pool's mutex
  };

  /** Takes blocks until none is left, on this thread and up to threads - 1 helpers; returns when all have returned. */
  void run(Work& work, unsigned threads);

 private:
  static void drain(Work& work);
  void help();
  void grow(unsigned helpers);

  // pthread's condition variable: std::condition_variable::wait is GLIBCXX_3.4.30 in GCC 12.
  pthread_mutex_t mutex_ = PTHREAD_MUTEX_INITIALIZER;
  pthread_cond_t offered_ = PTHREAD_COND_INITIALIZER;
  pthread_cond_t returned_ = PTHREAD_COND_INITIALIZER;
  std::deque<Work*> offers_;
  std::vector<std::thread> threads_;
  bool stopping_ = false;
};

}  // namespace likeness
