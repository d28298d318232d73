#pragma once
// What each JavaScript environment (the main thread, each worker) has of its own.

#include <napi.h>

#include "native/job_queue.h"
#include "native/thread_pool.h"

namespace likeness {

struct Environment {
  ThreadPool pool;
  JobQueue queue;
  napi_threadsafe_function settled = nullptr;  // calls complete_job in this environment
  int live = 0;                                // jobs whose promise is open; they keep the event loop alive
};

/** Sets up this environment; false, with an exception pending, where Node refuses. */
bool create_environment(Napi::Env env);

}  // namespace likeness
