#include "native/job.h"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <exception>
#include <memory>
#include <new>
#include <string>
#include <vector>

#include "native/environment.h"
#include "native/job_error.h"
#include "native/memory.h"

namespace likeness {
namespace {

// Shared with the JavaScript handle, which may outlive the job.
struct Control {
  std::atomic<bool> cancelled{false};
  std::atomic<double> progress{0};
};

struct Job final : Runner, QueuedJob {
  std::shared_ptr<Control> control = std::make_shared<Control>();
  std::function<Status(Runner&)> body;
  Environment* environment = nullptr;
  unsigned threads = 1;
  Status status = Status::ok;
  const char* code = "INTERNAL";  // of the failure
  std::string failure;
  std::vector<Memory> memory;
  napi_ref args = nullptr;
  napi_deferred deferred = nullptr;

  ~Job() {
    for (const auto& block : memory) release(block);
  }

  bool cancelled() const override { return control->cancelled.load(std::memory_order_relaxed); }

  void* allocate(std::size_t bytes) override {
    const auto block = acquire(bytes);
    if (!block.data) return nullptr;
    try {
      memory.push_back(block);
    } catch (const std::bad_alloc&) {  // must not pass through kernels, which are compiled without exceptions
      release(block);
      return nullptr;
    }
    return block.data;
  }

  void parallel(std::int64_t blocks, void (*body)(void*, std::int64_t), void* context, double until) override {
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
    environment->pool.run(work, threads);
    if (!cancelled()) control->progress.store(until);
  }

  void execute() override {
    try {
      status = cancelled() ? Status::cancelled : body(*this);
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

  void cancel() override { control->cancelled.store(true, std::memory_order_relaxed); }

  void notify() override {
    if (napi_call_threadsafe_function(environment->settled, this, napi_tsfn_blocking) != napi_ok) delete this;
  }
};

napi_value make_error(napi_env env, const char* code, const char* message) {
  napi_value code_value = nullptr, message_value = nullptr, error = nullptr;
  napi_create_string_utf8(env, code, NAPI_AUTO_LENGTH, &code_value);
  napi_create_string_utf8(env, message, NAPI_AUTO_LENGTH, &message_value);
  napi_create_error(env, code_value, message_value, &error);
  return error;
}

void settle(napi_env env, const Job& job) {
  if (!job.failure.empty()) {
    napi_reject_deferred(env, job.deferred, make_error(env, job.code, job.failure.c_str()));
  } else if (job.status == Status::cancelled) {
    napi_reject_deferred(env, job.deferred, make_error(env, "CANCELLED", "the job was cancelled"));
  } else if (job.status == Status::out_of_memory) {
    napi_reject_deferred(env, job.deferred, make_error(env, "OUT_OF_MEMORY", "not enough memory for the work space"));
  } else {
    napi_value undefined = nullptr;
    napi_get_undefined(env, &undefined);
    napi_resolve_deferred(env, job.deferred, undefined);
  }
}

Napi::Object make_handle(Napi::Env env, napi_value promise, std::shared_ptr<Control> control) {
  auto handle = Napi::Object::New(env);
  handle.Set("promise", Napi::Value(env, promise));
  handle.Set("cancel", Napi::Function::New(env, [control](const Napi::CallbackInfo&) {
               control->cancelled.store(true, std::memory_order_relaxed);
             }));
  handle.Set("progress", Napi::Function::New(env, [control](const Napi::CallbackInfo& info) -> Napi::Value {
               return Napi::Number::New(info.Env(), control->progress.load(std::memory_order_relaxed));
             }));
  return handle;
}

// Open jobs keep the event loop alive; the function that settles them does not by itself.
void count_live(Napi::Env env, Environment& environment, int change) {
  const bool was_idle = environment.live == 0;
  environment.live += change;
  if (was_idle) napi_ref_threadsafe_function(env, environment.settled);
  if (environment.live == 0) napi_unref_threadsafe_function(env, environment.settled);
}

}  // namespace

void complete_job(napi_env env, napi_value, void* environment, void* data) {
  std::unique_ptr<Job> job(static_cast<Job*>(data));
  if (!env) return;
  settle(env, *job);
  napi_delete_reference(env, job->args);
  count_live(env, *static_cast<Environment*>(environment), -1);
}

Napi::Value start_job(Napi::Env env, Napi::Object args, std::function<Status(Runner&)> body) {
  auto job = std::make_unique<Job>();
  job->body = std::move(body);
  job->environment = env.GetInstanceData<Environment>();
  job->threads = static_cast<unsigned>(std::clamp<std::int64_t>(integer(args, "threads"), 1, 1024));
  napi_value promise = nullptr;
  if (napi_create_promise(env, &job->deferred, &promise) != napi_ok) return env.Undefined();
  const auto handle = make_handle(env, promise, job->control);
  if (napi_create_reference(env, args, 1, &job->args) != napi_ok) return env.Undefined();
  count_live(env, *job->environment, 1);
  if (job->environment->queue.push(job.get())) {
    job.release();
  } else {
    job->status = Status::out_of_memory;
    complete_job(env, nullptr, job->environment, job.release());
  }
  return handle;
}

}  // namespace likeness
