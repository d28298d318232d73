#include "native/thread_pool.h"

#include <algorithm>
#include <exception>
#include <new>

namespace likeness {

ThreadPool::ThreadPool() = default;

ThreadPool::~ThreadPool() {
  pthread_mutex_lock(&mutex_);
  stopping_ = true;
  pthread_cond_broadcast(&offered_);
  pthread_mutex_unlock(&mutex_);
  for (auto& thread : threads_) thread.join();
  pthread_cond_destroy(&returned_);
  pthread_cond_destroy(&offered_);
  pthread_mutex_destroy(&mutex_);
}

void ThreadPool::drain(Work& work) {
  while (!work.cancelled->load(std::memory_order_relaxed)) {
    const auto block = work.next.fetch_add(1, std::memory_order_relaxed);
    if (block >= work.blocks) return;
    work.body(work.context, block);
  }
}

// Called with the mutex held. A machine that refuses another thread leaves the job with fewer, never without a result.
void ThreadPool::grow(unsigned helpers) {
  try {
    while (threads_.size() < helpers) threads_.emplace_back([this] { help(); });
  } catch (const std::exception&) {
  }
}

void ThreadPool::help() {
  pthread_mutex_lock(&mutex_);
  while (true) {
    while (!stopping_ && offers_.empty()) pthread_cond_wait(&offered_, &mutex_);
    if (stopping_) break;
    Work* work = offers_.front();
    offers_.pop_front();
    ++work->helpers;
    pthread_mutex_unlock(&mutex_);
    drain(*work);
    pthread_mutex_lock(&mutex_);
    if (--work->helpers == 0) pthread_cond_broadcast(&returned_);
  }
  pthread_mutex_unlock(&mutex_);
}

void ThreadPool::run(Work& work, unsigned threads) {
  // Threads far beyond the processors only cost; how many there are never changes a result.
  const auto most = 4 * std::max(1u, std::thread::hardware_concurrency());
  const auto useful = static_cast<unsigned>(std::min<std::int64_t>(std::min(threads, most), work.blocks));
  if (useful > 1) {
    pthread_mutex_lock(&mutex_);
    grow(useful - 1);
    try {
      for (unsigned i = 1; i < useful; ++i) {
        offers_.push_back(&work);
        pthread_cond_signal(&offered_);
      }
    } catch (const std::bad_alloc&) {
    }
    pthread_mutex_unlock(&mutex_);
  }
  drain(work);
  if (useful > 1) {
    pthread_mutex_lock(&mutex_);
    offers_.erase(std::remove(offers_.begin(), offers_.end(), &work), offers_.end());
    while (work.helpers > 0) pthread_cond_wait(&returned_, &mutex_);
    pthread_mutex_unlock(&mutex_);
  }
}

}  // namespace likeness
