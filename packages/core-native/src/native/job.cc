#include "native/job.h"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <exception>
#include <memory>
#include <new>
#include <string>
#include <vector>

#include "native/thread_pool.h"

namespace likeness {
namespace {

// Shared with the JavaScript handle, which may outlive the job.
struct Control {
  std::atomic<bool> cancelled{false};
  std::atomic<double> progress{0};
};

struct Job final : Runner {
  std::shared_ptr<Control> control = std::make_shared<Control>();
  std::function<Status(Runner&)> body;
  ThreadPool* pool = nullptr;
  unsigned threads = 1;
  Status status = Status::ok;
  std::string failure;
  std::vector<void*> memory;
  napi_ref args = nullptr;
  napi_deferred deferred = nullptr;
  napi_async_work work = nullptr;

  ~Job() {
    for (void* block : memory) std::free(block);
  }

  bool cancelled() const override { return control->cancelled.load(std::memory_order_relaxed); }

  void* allocate(std::size_t bytes) override {
    void* block = std::aligned_alloc(64, (std::max<std::size_t>(bytes, 1) + 63) / 64 * 64);
    if (block) memory.push_back(block);
    return block;
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
    pool->run(work, threads);
    if (!cancelled()) control->progress.store(until);
  }
};

void execute(napi_env, void* data) {
  auto& job = *static_cast<Job*>(data);
  try {
    job.status = job.cancelled() ? Status::cancelled : job.body(job);
    if (job.status == Status::ok && job.cancelled()) job.status = Status::cancelled;
  } catch (const std::bad_alloc&) {
    job.status = Status::out_of_memory;
  } catch (const std::exception& error) {
    job.failure = error.what();
  }
}

napi_value make_error(napi_env env, const char* code, const char* message) {
  napi_value code_value = nullptr, message_value = nullptr, error = nullptr;
  napi_create_string_utf8(env, code, NAPI_AUTO_LENGTH, &code_value);
  napi_create_string_utf8(env, message, NAPI_AUTO_LENGTH, &message_value);
  napi_create_error(env, code_value, message_value, &error);
  return error;
}

void settle(napi_env env, const Job& job) {
  if (!job.failure.empty()) {
    napi_reject_deferred(env, job.deferred, make_error(env, "INTERNAL", job.failure.c_str()));
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

// An environment that is shutting down refuses these calls; then only the memory is left to free.
void complete(napi_env env, napi_status, void* data) {
  std::unique_ptr<Job> job(static_cast<Job*>(data));
  settle(env, *job);
  napi_delete_reference(env, job->args);
  napi_delete_async_work(env, job->work);
}

}  // namespace

Napi::Value start_job(Napi::Env env, Napi::Object args, std::function<Status(Runner&)> body) {
  auto job = std::make_unique<Job>();
  job->body = std::move(body);
  job->pool = env.GetInstanceData<ThreadPool>();
  job->threads = std::clamp(args.Get("threads").ToNumber().Int32Value(), 1, 1024);
  napi_value promise = nullptr, name = Napi::String::New(env, "likeness");
  if (napi_create_promise(env, &job->deferred, &promise) != napi_ok ||
      napi_create_reference(env, args, 1, &job->args) != napi_ok ||
      napi_create_async_work(env, nullptr, name, execute, complete, job.get(), &job->work) != napi_ok) {
    Napi::Error::New(env, "the environment is shutting down").ThrowAsJavaScriptException();
    return env.Undefined();
  }
  auto handle = Napi::Object::New(env);
  handle.Set("promise", Napi::Value(env, promise));
  handle.Set("cancel", Napi::Function::New(env, [control = job->control](const Napi::CallbackInfo&) {
               control->cancelled.store(true, std::memory_order_relaxed);
             }));
  handle.Set("progress",
             Napi::Function::New(env, [control = job->control](const Napi::CallbackInfo& info) -> Napi::Value {
               return Napi::Number::New(info.Env(), control->progress.load(std::memory_order_relaxed));
             }));
  const auto work = job->work;
  job.release();
  napi_queue_async_work(env, work);
  return handle;
}

Level level_of(Napi::Object args) {
  const auto index = args.Get("level").ToNumber().Int32Value();
  if (index < 0 || index >= kLevels || !level_available(static_cast<Level>(index))) {
    Napi::TypeError::New(args.Env(), "the SIMD level is not available here").ThrowAsJavaScriptException();
    return Level::scalar;
  }
  return static_cast<Level>(index);
}

std::int64_t integer(Napi::Object args, const char* name) { return args.Get(name).ToNumber().Int64Value(); }

void* borrow(Napi::Object args, const char* name, bool is_float64, std::int64_t length) {
  if (args.Env().IsExceptionPending()) return nullptr;
  const auto value = args.Get(name);
  const auto expected = is_float64 ? napi_float64_array : napi_float32_array;
  if (value.IsTypedArray()) {
    const auto array = value.As<Napi::TypedArray>();
    if (array.TypedArrayType() == expected && static_cast<std::int64_t>(array.ElementLength()) == length) {
      void* data = nullptr;
      napi_get_typedarray_info(args.Env(), array, nullptr, nullptr, &data, nullptr, nullptr);
      return data;
    }
  }
  Napi::TypeError::New(args.Env(), std::string(name) + ": the typed array's type or length is not as announced")
      .ThrowAsJavaScriptException();
  return nullptr;
}

}  // namespace likeness
