#include "native/job.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "native/environment.h"
#include "native/task.h"

namespace likeness {
namespace {

struct Job final : Task {
  Job(Environment& environment, unsigned threads, std::function<Status(Runner&)> body)
      : Task(environment.pool, threads, std::move(body)), environment(environment) {}

  void notify() override {
    if (napi_call_threadsafe_function(environment.settled, this, napi_tsfn_blocking) != napi_ok) delete this;
  }

  Environment& environment;
  napi_ref args = nullptr;
  napi_deferred deferred = nullptr;
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

Napi::Object make_handle(Napi::Env env, napi_value promise, std::shared_ptr<Task::Control> control) {
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
  auto& environment = *env.GetInstanceData<Environment>();
  const auto threads = static_cast<unsigned>(std::clamp<std::int64_t>(integer(args, "threads"), 1, 1024));
  auto job = std::make_unique<Job>(environment, threads, std::move(body));
  napi_value promise = nullptr;
  if (napi_create_promise(env, &job->deferred, &promise) != napi_ok) return env.Undefined();
  const auto handle = make_handle(env, promise, job->control);
  if (napi_create_reference(env, args, 1, &job->args) != napi_ok) return env.Undefined();
  count_live(env, environment, 1);
  if (environment.queue.push(job.get())) {
    job.release();
  } else {
    job->status = Status::out_of_memory;
    complete_job(env, nullptr, &environment, job.release());
  }
  return handle;
}

}  // namespace likeness
