#include "native/job_queue.h"

#include <algorithm>
#include <exception>

namespace likeness {
namespace {

// As many jobs at once as libuv would run; the rest waits its turn.
constexpr std::size_t kThreads = 4;

}  // namespace

JobQueue::~JobQueue() {
  end();
  pthread_cond_destroy(&pushed_);
  pthread_mutex_destroy(&mutex_);
}

// Called with the mutex held; whether there is a thread at all.
bool JobQueue::grow() {
  if (idle_ > waiting_.size() || threads_.size() >= kThreads) return true;
  try {
    running_.reserve(kThreads);
    threads_.emplace_back([this] { run(); });
  } catch (const std::exception&) {
  }
  return !threads_.empty();
}

bool JobQueue::push(QueuedJob* job) {
  pthread_mutex_lock(&mutex_);
  bool taken = grow();
  try {
    if (taken) waiting_.push_back(job);
  } catch (const std::exception&) {
    taken = false;
  }
  pthread_cond_signal(&pushed_);
  pthread_mutex_unlock(&mutex_);
  return taken;
}

void JobQueue::run() {
  pthread_mutex_lock(&mutex_);
  while (true) {
    ++idle_;
    while (!ending_ && waiting_.empty()) pthread_cond_wait(&pushed_, &mutex_);
    --idle_;
    if (waiting_.empty()) break;
    QueuedJob* job = waiting_.front();
    waiting_.pop_front();
    running_.push_back(job);
    pthread_mutex_unlock(&mutex_);
    job->execute();
    pthread_mutex_lock(&mutex_);
    running_.erase(std::find(running_.begin(), running_.end(), job));
    pthread_mutex_unlock(&mutex_);
    job->notify();
    pthread_mutex_lock(&mutex_);
  }
  pthread_mutex_unlock(&mutex_);
}

void JobQueue::end() {
  pthread_mutex_lock(&mutex_);
  ending_ = true;
  for (auto* job : waiting_) job->cancel();
  for (auto* job : running_) job->cancel();
  pthread_cond_broadcast(&pushed_);
  pthread_mutex_unlock(&mutex_);
  for (auto& thread : threads_) thread.join();
  threads_.clear();
}

}  // namespace likeness
